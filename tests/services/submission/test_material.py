"""The material that a publication used, on the real database: what an outlet got, and no other."""

from __future__ import annotations

import pytest

from shared.errors import Invalid
from shared.events import PublicationCorrected, RequestAnswered, RequestState
from tests.services.stage import BUREAU, received
from tests.services.submission.desk import LIAISON, Desk


def answered(desk: Desk, request: str, outlet: str = "o1", answer: str = "material", bureau: str = BUREAU) -> None:
    """Tell that a request was answered."""
    state = RequestState(request, f"2026-{request}", "material", "answered", outlet, "writer", "现场画面")
    fact = RequestAnswered(state, "liaison", answer)
    desk.stage.deliver(received(fact, request, version=3, bureau=bureau), "request_answered")


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
