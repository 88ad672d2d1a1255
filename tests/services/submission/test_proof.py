"""Files that prove a publication or its metrics are had by who may see that, and by nobody through anything else."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import NotFound
from tests.services.stage import asking
from tests.services.submission.desk import LEADER, LIAISON, Desk

SEEING = ("writer", LIAISON, LEADER)
OTHERS = ("stranger", asking("writer", bureau="370830"))


def had(desk: Desk, of: str, who: Any, id_: str, file: str) -> bool:
    try:
        return bool(desk.ask(f"{of}_proof", who, **{of: id_}, file=file) == {"file": file})
    except NotFound:
        return False


def test_proof_of_a_publication_is_had_through_it_also_once_it_is_corrected(desk: Desk) -> None:
    of = desk.published(proof=[{"file": "f1"}])
    other = desk.published(proof=[{"file": "f9"}])
    desk.do("verify_publication", LIAISON, publication=of["id"])
    desk.do("correct_publication", "writer", publication=of["id"], proof=[{"file": "f2"}], reason="补图")
    for who in SEEING:
        assert [had(desk, "publication", who, of["id"], each) for each in ("f1", "f2", "f9", "nothing")] == [
            True, True, False, False,
        ]  # fmt: skip
        assert had(desk, "publication", who, other["id"], "f9")
    assert not any(had(desk, "publication", who, of["id"], "f1") for who in OTHERS)
    with pytest.raises(NotFound, match=r"publication\.not_found"):
        desk.ask("publication_proof", "writer", publication="nothing", file="f1")


def test_proof_of_metrics_is_had_through_them(desk: Desk) -> None:
    of = desk.published(proof=[{"file": "f1"}])
    measured = desk.measured(of, proof=[{"file": "f2"}])
    desk.do("verify_metrics", LIAISON, metrics=measured["id"])
    desk.do("correct_metrics", "writer", metrics=measured["id"], reads=1300, proof=[{"file": "f3"}], reason="误填")
    for who in SEEING:
        assert [had(desk, "metrics", who, measured["id"], each) for each in ("f1", "f2", "f3")] == [False, True, True]
        assert not had(desk, "publication", who, of["id"], "f2")
    assert not any(had(desk, "metrics", who, measured["id"], "f2") for who in OTHERS)
    with pytest.raises(NotFound, match=r"metrics\.not_found"):
        desk.ask("metrics_proof", "writer", metrics="nothing", file="f2")
