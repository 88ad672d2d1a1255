"""What forms offer to choose from: all there is, however many pages the API has it in."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

import console.offered
import console.people
from jingmei_client.answers import Answer, Pages

MANY = 500


def _paged(items: list[dict[str, Any]]) -> Callable[..., Pages]:
    """A list of the API that has a hundred at most in one answer."""

    def read(limit: int = 50, **_: Any) -> Pages:
        def page(cursor: str | None) -> Answer:
            at = int(cursor or 0)
            following = at + min(limit, 100)
            told = {"items": items[at:following], "next": str(following) if following < len(items) else None}
            return Answer(told)

        return Pages(page)

    return read


def test_every_outlet_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    media = [{"id": f"o{number}", "name": f"媒体{number}"} for number in range(MANY)]
    monkeypatch.setattr(console.offered, "api", lambda: SimpleNamespace(outlets=SimpleNamespace(search=_paged(media))))
    assert console.offered.outlets(status="verified") == media


def test_every_officer_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    roles = ("leader", "liaison")
    staff = [
        {"id": f"a{number}", "name": f"民警{number}", "disabled": False, "roles": [roles[number % 2]]}
        for number in range(MANY)
    ]
    told = SimpleNamespace(accounts=SimpleNamespace(colleagues=_paged(staff)))
    monkeypatch.setattr(console.people, "api", lambda: told)
    found = console.people.colleagues(["liaison"])
    assert [id_ for id_, _ in found] == [f"a{number}" for number in range(1, MANY, 2)]
