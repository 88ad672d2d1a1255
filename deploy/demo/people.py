"""The people of the demo: the bureau's staff, and editors who run several outlets each."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ADMIN, OWNER = "admin", "wangfang"


@dataclass(frozen=True)
class Staff:
    """An account that the administrator makes, and what a security administrator lets it be."""

    login: str
    name: str
    roles: tuple[Any, ...]


# Who keeps the system beside the administrator: they are appointed by the operator.
SECURITY = Staff("hanzhen", "韩真", ("security_admin",))
AUDITOR = Staff("baiyu", "白宇", ("auditor",))
KEEPERS = (SECURITY, AUDITOR)
LIAISON = Staff("lijing", "李静", ("liaison",))
FIRST = (Staff("chenlu", "陈露", ("reviewer_first",)), Staff("zhouyi", "周毅", ("reviewer_first",)))
SECOND = Staff("wufan", "吴凡", ("reviewer_second",))
FINAL = Staff("zhengzhi", "郑志", ("reviewer_final",))
MANAGER = Staff("sunkai", "孙凯", ("scoring_manager",))
LEADER = Staff("qianju", "钱局", ("leader",))
EVERY_STAFF = (LIAISON, *FIRST, SECOND, FINAL, MANAGER, LEADER)
EDITORS = {
    OWNER: "王芳",
    "editor02": "赵明",
    "editor03": "韩雪",
    "editor04": "蒋涛",
    "editor05": "沈悦",
    "editor06": "杨帆",
    "editor07": "朱琳",
    "editor08": "秦川",
    "editor09": "尤佳",
    "editor10": "许诺",
    "editor11": "何苗",
    "editor12": "吕梁",
}


def passwords(file: Path, logins: Iterable[str]) -> dict[str, str]:
    """One for each login, made once and readable by the owner of the folder alone."""
    known = _read(file) if file.exists() else {}
    if fresh := [login for login in logins if login not in known]:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as out:
            out.writelines(f"{login} {secrets.token_urlsafe(12)}\n" for login in fresh)
    return _read(file)


def _read(file: Path) -> dict[str, str]:
    return dict(line.split() for line in file.read_text(encoding="utf-8").splitlines())
