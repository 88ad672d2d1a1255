"""The stage of a run: which workbook, which bureau, whose passwords."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from deploy.demo.people import ADMIN, EDITORS, EVERY_STAFF, KEEPERS, passwords
from deploy.demo.quarter import Quarter, read
from deploy.demo.stage import Stage
from deploy.local.layout import ROOT, Layout

SAMPLE = Path(__file__).with_name("quarter-2026Q3.xlsx")
BUREAU, BUREAU_NAME = "330108", "滨江县公安局"
LOGINS = (ADMIN, *(staff.login for staff in (*KEEPERS, *EVERY_STAFF)), *EDITORS)


def stage(layout: Layout, workbook: Path, out: Path) -> Stage:
    """Everything that a run needs. Raises: BadWorkbook."""
    quarter = read(workbook)
    code = bureau_of(layout, quarter)
    return Stage(
        url=layout.gateway_url,
        bureau=code,
        bureau_name=BUREAU_NAME if code == BUREAU else "演示县公安局",
        quarter=quarter,
        out=out / f"{quarter.period}-{code}",
        passwords=passwords(password_file(layout, code), LOGINS),
        bootstrap=lambda *told: bootstrap(layout, *told),
        appoint=lambda *told: appoint(layout, *told),
    )


def password_file(layout: Layout, bureau: str) -> Path:
    """Where the passwords of a bureau's people are."""
    return layout.home / ("demo-passwords" if bureau == BUREAU else f"demo-passwords-{bureau}")


def bureau_of(layout: Layout, quarter: Quarter) -> str:
    """The bureau that a workbook is played in: one of its own for each, so that two never mix; remembered."""
    file = layout.home / "demo-bureaus.json"
    known: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    if quarter.digest not in known:
        taken = {int(code) for code in known.values()}
        sample = read(SAMPLE).digest == quarter.digest and int(BUREAU) not in taken
        known[quarter.digest] = BUREAU if sample else str(max({int(BUREAU), *taken}) + 1)
        file.write_text(json.dumps(known, indent=1), encoding="utf-8")
    return known[quarter.digest]


def bootstrap(layout: Layout, bureau: str, name: str, login: str, password: str) -> None:
    """The bureau and its first administrator, by the operator's command. Raises: RuntimeError with what it says."""
    given = {
        "JINGMEI_BOOTSTRAP_BUREAU": bureau,
        "JINGMEI_BOOTSTRAP_NAME": name,
        "JINGMEI_BOOTSTRAP_LOGIN": login,
        "JINGMEI_BOOTSTRAP_PASSWORD": password,
    }
    _operate(layout, given, "bootstrap")


def appoint(layout: Layout, bureau: str, login: str, power: str) -> None:
    """Somebody who keeps the system beside the administrator, by the operator's command. Raises: RuntimeError."""
    _operate(layout, {}, "appoint", "--bureau", bureau, "--login", login, "--role", power)


def _operate(layout: Layout, given: dict[str, str], *words: str) -> None:
    env = {**os.environ, **layout.settings(), **given, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "jingmei", *words]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr or done.stdout)
