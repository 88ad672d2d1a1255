"""`make demo`: a bureau is set up, an outlet registers and is verified, and everybody reads it in the inbox.

All of it over HTTP, through the gateway of the local stack. Running it twice gives the same result.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from deploy.demo.caller import Person, Refused, until
from deploy.local.layout import ROOT, Layout

BUREAU, BUREAU_NAME = "330108", "滨江县公安局"
ADMIN, LIAISON, OWNER = "admin", "lijing", "wangfang"
OUTLET = {
    "name": "滨江播报",
    "category": "self_media",
    "credit_code": "91330108MA2JM0001G",
    "contacts": [{"name": "王芳", "phone": "13900000001"}],
    "region": "浦沿",
    "channels": [
        {
            "platform": "wechat_oa",
            "level": "self",
            "account_name": "滨江播报",
            "url": "https://example.com/binjiang",
            "followers": 12000,
        }
    ],
}
console = Console(highlight=False)
if not console.is_terminal:
    console = Console(highlight=False, width=120)


class Story:
    """The demo's people and what they do. `times` are the seconds that each phase took."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.times: dict[str, float] = {}
        self.outlet: dict[str, Any] = {}
        self.passwords = _passwords(layout.home / "demo-passwords")
        self.admin = Person(layout.gateway_url, "管理员 administrator")
        self.liaison = Person(layout.gateway_url, "对接民警 liaison")
        self.owner = Person(layout.gateway_url, "媒体负责人 outlet owner")

    def phases(self) -> list[tuple[str, Callable[[], None]]]:
        """What happens, in order."""
        return [
            ("建局与管理员 · bureau and administrator", self.bootstrap),
            ("新建对接民警账号 · a liaison officer's account", self.employ),
            ("媒体人员注册账号 · somebody of an outlet signs up", self.sign_up),
            ("登记媒体 · the outlet registers", self.register),
            ("认证媒体 · the liaison verifies it", self.verify),
            ("收件箱 · everybody reads the inbox", self.read),
        ]

    def bootstrap(self) -> None:
        """The bureau and its first administrator, by the operator's command."""
        given = {
            "JINGMEI_BOOTSTRAP_BUREAU": BUREAU,
            "JINGMEI_BOOTSTRAP_NAME": BUREAU_NAME,
            "JINGMEI_BOOTSTRAP_LOGIN": ADMIN,
            "JINGMEI_BOOTSTRAP_PASSWORD": self.passwords[ADMIN],
        }
        env = {**os.environ, **self.layout.settings(), **given, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "jingmei", "bootstrap"]
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr or done.stdout)
        self.admin.sign_in(BUREAU, ADMIN, self.passwords[ADMIN])

    def employ(self) -> None:
        """The administrator makes the account; its owner replaces the temporary password."""
        password = self.passwords[LIAISON]
        try:
            made = self.admin.post("/accounts", {"login": LIAISON, "name": "李静", "roles": ["liaison"]})
        except Refused as refusal:
            if refusal.status != 409:
                raise
        else:
            self.liaison.sign_in(BUREAU, LIAISON, made["temporary_password"])
            self.liaison.put("/accounts/me/password", {"current": made["temporary_password"], "new": password})
        self.liaison.sign_in(BUREAU, LIAISON, password)

    def sign_up(self) -> None:
        """Anybody of an outlet makes an account."""
        person = {"bureau": BUREAU, "login": OWNER, "password": self.passwords[OWNER], "name": "王芳"}
        try:
            Person(self.owner.url, "").post("/accounts/sign-up", person)
        except Refused as refusal:
            if refusal.status != 409:
                raise
        self.owner.sign_in(BUREAU, OWNER, self.passwords[OWNER])

    def register(self) -> None:
        """The outlet asks to be admitted; a second run finds it."""
        mine = self.owner.get("/outlets/mine")["items"]
        known = [outlet for outlet in mine if outlet["name"] == OUTLET["name"]]
        self.outlet = known[0] if known else self.owner.post("/outlets", OUTLET, key="demo-register")

    def verify(self) -> None:
        """The liaison sees it and verifies it, on a licence number and a look at the account."""
        outlet = self.liaison.get(f"/outlets/{self.outlet['id']}")
        if outlet["status"] == "pending":
            proofs = [{"channel": channel["id"], "note": "后台截图与主体一致"} for channel in outlet["channels"]]
            evidence = {"licence_number": "浙滨网备0001", "proofs": proofs, "note": "已当面核验"}
            outlet = self.liaison.post(f"/outlets/{outlet['id']}/verification", evidence, key="demo-verify")
        self.outlet = outlet

    def read(self) -> None:
        """The facts have become messages: to the liaison that it registered, to the owner that it is verified."""
        until("the liaison's inbox", lambda: _kinds(self.liaison) & {"outlet.registered"})
        until("the owner's inbox", lambda: _kinds(self.owner) & {"outlet.verified"})

    def play(self) -> None:
        """All phases, with a bar and the time of each."""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
            task = progress.add_task("", total=len(self.phases()))
            for name, phase in self.phases():
                progress.update(task, description=name)
                began = time.monotonic()
                phase()
                self.times[name] = time.monotonic() - began
                progress.advance(task)

    def tell(self) -> None:
        """What came of it, and where to go on."""
        times = Table("阶段 phase", "秒 seconds", title="警媒通 Jingmei — demo")
        for name, seconds in self.times.items():
            times.add_row(name, f"{seconds:.2f}")
        console.print(times)
        inbox = Table("谁 who", "标题 title", "内容 text", title="收件箱 inbox")
        for person in (self.liaison, self.owner):
            for item in person.get("/inbox")["items"][:3]:
                inbox.add_row(person.name, item["title"], item["body"])
        console.print(inbox)
        outlet = self.outlet
        until_ = outlet["verified_until"]
        console.print(f"{outlet['name']}  {outlet['id']}  {outlet['status']}  认证有效至 verified until {until_}")
        console.print(f"\nAPI: {self.layout.gateway_url}/docs · {self.layout.gateway_url}/openapi.json")
        console.print(f"登录名 logins: {ADMIN}, {LIAISON}, {OWNER}; 密码 passwords: {self.layout.home}/demo-passwords")
        console.print("The stack goes on: make status · make logs s=outlet · [bold]make down[/bold] stops it")


def _kinds(person: Person) -> set[str]:
    return {item["kind"] for item in person.get("/inbox")["items"]}


def _passwords(file: Path) -> dict[str, str]:
    """One for each login, made once and readable by the owner of the folder alone."""
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.writelines(f"{login} {secrets.token_urlsafe(12)}\n" for login in (ADMIN, LIAISON, OWNER))
    return dict(line.split() for line in file.read_text(encoding="utf-8").splitlines())


def main() -> int:
    """Play and tell; 1 when something went wrong, with what and where to look."""
    story = Story(Layout.load())
    try:
        story.play()
        story.tell()
    except (Refused, TimeoutError, RuntimeError, OSError) as error:
        console.print(f"[red]✗[/red] {error}", soft_wrap=True)
        console.print("Look at: make status · make logs")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
