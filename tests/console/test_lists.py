"""Lists under a form: when it was refused their next page is still a page."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask

from console.app import create_app
from console.lists import Listing
from console.pages import activities, calls, outlets, participations, request_desk
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
ONE: Final = Answer({"state": "open", "items": [], "next": "more", "kind": "call", "invited": "all", "outlets": []})
OUTLET: Final[dict[str, Any]] = defaultdict(lambda: None, {"channels": []})


def _full(**_: Any) -> Pages:
    """A list that has a next page."""
    return Pages(lambda _: ONE)


@pytest.mark.parametrize(
    ("module", "show", "refused", "page"),
    [
        (activities, lambda: activities.people("a1"), "/activities/a1/sign-ups/p1/check-in", "/activities/a1/sign-ups"),
        (calls, lambda: calls.one("c1"), "/calls/c1/close", "/calls/c1"),
        (request_desk, request_desk.units, "/request-desk/units/u1", "/request-desk/units"),
        (participations, participations.listing, "/participations/p1/withdrawal", "/participations"),
        (outlets, lambda: outlets.one("o1"), "/outlets/o1/verify", "/outlets/o1"),
    ],
)
def test_the_next_page_of_a_list_is_one_after_a_form_was_refused(
    monkeypatch: pytest.MonkeyPatch, module: Any, show: Any, refused: str, page: str
) -> None:
    lists: list[Listing] = []

    def shown(_: str, **values: Any) -> str:
        lists.extend(each for each in values.values() if isinstance(each, Listing))
        return ""

    area = SimpleNamespace(
        one=lambda _: ONE, get=lambda _: OUTLET, result=lambda _: None,
        sign_ups=_full, answers=_full, units=_full, search=_full, history=_full,
    )  # fmt: skip
    told = SimpleNamespace(activities=area, calls=area, liaison_desk=area, participations=area, outlets=area)
    monkeypatch.setattr(module, "api", lambda: told)
    for name, value in (
        ("me", lambda: Session("", "", "", "330108", "李静", ("liaison",), False)), ("outlets", lambda: []),
        ("names", lambda _: {}), ("colleagues", lambda _: []), ("render_template", shown),
    ):  # fmt: skip
        if hasattr(module, name):
            monkeypatch.setattr(module, name, value)
    with APP.test_request_context(refused, method="POST"):
        show()
        (following,) = [each.following for each in lists]
    assert following is not None
    path, _, asked = following.partition("?")
    assert path == page
    assert "cursor=more" in asked
