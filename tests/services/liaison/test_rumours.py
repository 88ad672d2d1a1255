"""A clarification answers the rumour report that it names, once."""

from __future__ import annotations

import pytest

from services.liaison.domain.rumours import clarified
from shared.contracts.liaison_terms import RequestKind, RequestStatus
from shared.events import BulletinState, RequestAnswered
from tests.services.liaison.makers import by, request

TOLD = BulletinState("b1", "clarification", "关于网传“某路段封闭”的说明", False, ("all",), "r1")


def test_a_report_that_waits_is_answered_and_so_are_those_joined_to_it() -> None:
    report = request(RequestKind.RUMOUR)
    other = request(RequestKind.RUMOUR, id="r2", same_as="r1")
    changes = clarified(report, TOLD, [other], by("liaison"))
    assert [each.request.id for each in changes] == ["r1", "r2"]
    for change in changes:
        new, (fact,) = change.request, change.events
        assert new.status is RequestStatus.ANSWERED and new.answer is not None
        assert (new.answer.bulletin, new.answer.text, new.answer.by) == ("b1", TOLD.title, "liaison")
        assert isinstance(fact, RequestAnswered) and (fact.answer, fact.bulletin) == ("reply", "b1")


@pytest.mark.parametrize(
    "report",
    [
        request(RequestKind.RUMOUR, status=RequestStatus.ANSWERED),
        request(RequestKind.RUMOUR, status=RequestStatus.WITHDRAWN),
        request(RequestKind.MATERIAL),
        request(RequestKind.RIGHTS),
    ],
    ids=["answered", "withdrawn", "material", "rights"],
)
def test_nothing_else_is(report: object) -> None:
    assert clarified(report, TOLD, [], by("liaison")) == []  # type: ignore[arg-type]
