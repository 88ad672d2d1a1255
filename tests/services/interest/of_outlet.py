"""Outlet: what a liaison decides about one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.context import RequestContext, Role
from shared.events import AccountRolesChanged, AccountState
from tests.services.interest.lines import Attempt, Lines, Other, Scene
from tests.services.outlet.makers import SEALER, form
from tests.services.stage import Stage, asking, inputs_of, received

COMMANDS = inputs_of("outlet", "command")
OWNER, OFFICER, COLLEAGUE = asking("owner"), asking("officer", Role.LIAISON), asking("colleague", Role.LIAISON)
EVIDENCE = {"licence_number": "CN33-0001"}


class Desk:
    """One outlet of the owner's, pending, and two liaisons."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        stage.service.sealer = SEALER
        for each in (OWNER, OFFICER, COLLEAGUE):
            state = AccountState(each.actor.account, each.actor.account, tuple(sorted(each.actor.roles)), closed=False)
            stage.deliver(received(AccountRolesChanged(state, "admin"), each.actor.account), "account_changed")
        self.outlet = self.do("register", OWNER, **form())
        self.id = self.outlet["id"]
        self.channel = {"outlet": self.id, "channel": self.outlet["channels"][0]["id"]}

    def do(self, method: str, by: RequestContext, **data: Any) -> Any:
        return self.stage.do(method, COMMANDS[method], data, by)

    def verified(self) -> Any:
        proofs = [{"channel": self.channel["channel"], "files": ["f1"]}]
        return self.do("verify", COLLEAGUE, outlet=self.id, proofs=proofs, **EVIDENCE)

    def join(self, by: RequestContext) -> None:
        """By an invitation of the owner's."""
        made = self.do("invite", OWNER, outlet=self.id, role="outlet_member", account=by.actor.account)
        self.do("accept_invitation", by, outlet=self.id, invitation=made["id"])

    def suspended(self) -> Any:
        self.verified()
        return self.do("suspend", COLLEAGUE, outlet=self.id, reason="违规")

    def vouched(self) -> Any:
        return self.do("verify_channel", COLLEAGUE, **self.channel, **LEVEL)


def scene(before: Callable[[Desk], Any] = lambda _: None, *, channel: bool = False, **data: Any) -> Scene:
    """One with the outlet after something was done to it."""

    def made(stage: Stage, _patch: pytest.MonkeyPatch) -> Attempt:
        desk = Desk(stage)
        before(desk)
        named = desk.channel if channel else {"outlet": desk.id}
        return Attempt(OFFICER, named | data, lambda: desk.join(OFFICER))

    return made


def _verifying(stage: Stage, _patch: pytest.MonkeyPatch) -> Attempt:
    return _proven(Desk(stage))


def _verifying_again(stage: Stage, _patch: pytest.MonkeyPatch) -> Attempt:
    desk = Desk(stage)
    desk.verified()
    return _proven(desk)


def _proven(desk: Desk) -> Attempt:
    proofs = [{"channel": desk.channel["channel"], "files": ["f1"]}]
    return Attempt(OFFICER, {"outlet": desk.id, "proofs": proofs, **EVIDENCE}, lambda: desk.join(OFFICER))


LEVEL = {"level": "county", "note": "后台截图"}
WHY = {"reason": "违规"}
LINES: Lines = {
    "verify": _verifying,
    "reverify": _verifying_again,
    "reject": scene(**WHY),
    "suspend": scene(Desk.verified, **WHY),
    "reinstate": scene(Desk.suspended, **WHY),
    "assign_liaison": scene(liaison="colleague"),
    "verify_channel": scene(channel=True, **LEVEL),
    "unverify_channel": scene(Desk.vouched, channel=True, **WHY),
    # What a liaison does for outlets that need help, and its owners themselves.
    "change_profile": scene(name="浦沿新声"),
    "close": scene(**WHY),
    "add_channel": scene(platform="weibo", account_name="浦沿新声", url="https://weibo.com/u/1"),
    "change_channel": scene(channel=True, followers=9),
    "remove_channel": scene(channel=True),
    "resubmit": scene(lambda desk: desk.do("reject", COLLEAGUE, outlet=desk.id, **WHY)),
    **dict.fromkeys(
        (
            "register", "accept_invitation", "change_member_role", "remove_member", "leave",
            # A liaison may invite the first owner of one that has none, and nobody of it is there then.
            "invite", "revoke_invitation",
        ),
        Other.OUTLETS_OWN,
    ),
    # Rows about one's own outlet say no more than it may itself: tests/services/outlet/test_importing.py.
    **dict.fromkeys(("import_open", "import_rows", "import_close", "adopt_workdays"), Other.GENERAL),
}  # fmt: skip
