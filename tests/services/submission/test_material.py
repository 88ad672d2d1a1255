"""The material that a publication used, on the real database: what an outlet got, and no other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.errors import Invalid
from shared.events import PublicationCorrected, RequestAnswered, RequestState
from tests.services.stage import BUREAU, received
from tests.services.submission.desk import LIAISON, Desk


def answered(
    desk: Desk, request: str, outlet: str = "o1", answer: str = "material", bureau: str = BUREAU,
    until: datetime | None = None, version: int = 3,
) -> None:  # fmt: skip
    """Tell that a request was answered; `until`: under an embargo."""
    state = RequestState(request, f"2026-{request}", "material", "answered", outlet, "writer", "现场画面")
    fact = RequestAnswered(state, "liaison", answer, embargo_until=until)
    desk.stage.deliver(received(fact, request, version=version, bureau=bureau), "request_answered")


@pytest.mark.parametrize(
    "told",
    [
        {"request": "X1", "outlet": "o2"},
        {"request": "X1", "answer": "refusal"},
        {"request": "X1", "bureau": "330108"},
        {"request": "X2"},
    ],
    ids=["another outlet's", "refused", "another bureau's", "another request"],
)
def test_an_outlet_names_what_it_got_and_nothing_else(desk: Desk, told: dict[str, str]) -> None:
    answered(desk, **told)
    with pytest.raises(Invalid) as refused:
        desk.published(material="X1")
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [
        ("/material", "publication.material_unknown")
    ]


def test_what_it_used_is_said_shown_and_corrected(desk: Desk) -> None:
    answered(desk, "X1")
    answered(desk, "X2")
    of = desk.published(material="X1")
    assert (of["material"], of["material_number"]) == ("X1", "2026-X1")
    of = desk.do("correct_publication", "writer", publication=of["id"], material="X2")
    assert (of["material"], of["material_number"]) == ("X2", "2026-X2")
    desk.do("verify_publication", LIAISON, publication=of["id"])
    of = desk.do("correct_publication", "writer", publication=of["id"], material="", reason="用的是自采画面")
    assert (of["material"], of["correction"]["material"], of["correction"]["material_number"]) == ("X2", "", "")
    of = desk.do("verify_publication", LIAISON, publication=of["id"])
    assert (of["material"], of["material_number"], of["correction"]) == ("", "", None)
    told = [each.data.publication.material for each in desk.told() if isinstance(each.data, PublicationCorrected)]
    assert told == ["X2", "X2"]


def test_a_correction_of_something_else_leaves_it(desk: Desk) -> None:
    answered(desk, "X1")
    of = desk.published(material="X1")
    of = desk.do("correct_publication", "writer", publication=of["id"], length=900)
    assert of["material"] == "X1"


def embargoed(desk: Desk, of: Any = None, **data: Any) -> dict[str, Any]:
    """What a report, or a correction, is refused with: the moment, at the material."""
    with pytest.raises(Invalid) as refused:
        if of is None:
            desk.published(**data)
        else:
            desk.do("correct_publication", "writer", publication=of["id"], **data)
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.rule) == ("/material", "publication.material_embargoed")
    return dict(problem.params)


def test_what_appeared_before_the_embargo_was_over_names_no_material(desk: Desk) -> None:
    until = now().replace(second=0, microsecond=0) - timedelta(hours=2)
    answered(desk, "X1", until=until)
    assert embargoed(desk, at=until - timedelta(minutes=1), material="X1") == {"until": until.isoformat()}
    assert desk.published(at=until, material="X1")["material"] == "X1"
    assert desk.published(at=until - timedelta(minutes=1))["material"] == ""


def test_nor_does_a_correction_that_moves_it_there(desk: Desk) -> None:
    until = now().replace(second=0, microsecond=0) - timedelta(hours=2)
    answered(desk, "X1", until=until)
    early = until - timedelta(minutes=5)
    of = desk.published(at=until, material="X1")
    embargoed(desk, of, published_at=early.isoformat())
    other = desk.published(at=until - timedelta(minutes=1))
    embargoed(desk, other, material="X1")
    moved = desk.do("correct_publication", "writer", publication=of["id"], published_at=early.isoformat(), material="")
    assert (moved["material"], moved["published_at"]) == ("", early)


def test_the_embargo_of_the_newest_answer_holds_and_stops_no_correction_of_something_else(desk: Desk) -> None:
    until = now().replace(second=0, microsecond=0) - timedelta(hours=2)
    answered(desk, "X1")
    of = desk.published(at=until - timedelta(minutes=1), material="X1")
    answered(desk, "X1", until=until, version=6)
    answered(desk, "X1", version=5)
    assert desk.do("correct_publication", "writer", publication=of["id"], length=900)["length"] == 900
    embargoed(desk, at=until - timedelta(minutes=1), material="X1")
