"""Which rumour reports a bulletin can clarify, and who hears it besides its audience."""

from __future__ import annotations

import pytest

from services.notification.domain.rumours import Rumour, require_clarified, rumour_of
from shared.contracts.notification_terms import BulletinKind
from shared.errors import Invalid
from shared.events import RequestState

OPEN = Rumour("r1", "daily", open=True)
CLARIFICATION = BulletinKind.CLARIFICATION


def state(kind: str, status: str) -> RequestState:
    return RequestState("r1", "2026-X00001", kind, status, "daily", "editor", "网传大桥封闭")


def test_whoever_reported_it_is_told() -> None:
    assert require_clarified(CLARIFICATION, OPEN, ["evening"]) == "outlet:daily"


@pytest.mark.parametrize(
    ("kind", "rumour", "own", "rule"),
    [
        (BulletinKind.NEWS, OPEN, [], "bulletin.clarifies_kind"),
        (CLARIFICATION, None, [], "bulletin.rumour_unknown"),
        (CLARIFICATION, Rumour("r1", "daily", open=False), [], "bulletin.rumour_unknown"),
        (CLARIFICATION, OPEN, ["daily"], "bulletin.rumour_own"),
    ],
)
def test_nothing_else_is_clarified(kind: BulletinKind, rumour: Rumour | None, own: list[str], rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        require_clarified(kind, rumour, own)
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/clarifies", rule)]


def test_a_report_waits_until_it_is_answered() -> None:
    waiting = [rumour_of(state("rumour", status)) for status in ("opened", "acknowledged", "assigned")]
    over = [rumour_of(state("rumour", status)) for status in ("answered", "closed", "withdrawn")]
    assert [each and each.open for each in waiting + over] == [True] * 3 + [False] * 3
    assert rumour_of(state("material", "opened")) is None
