"""What a publication would earn if it were verified: the difference that it would make."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.scoring.domain.compute import compute
from services.scoring.domain.expecting import expected
from services.scoring.domain.facts import Author, Facts
from tests.services.scoring.desk import LEADER, Desk
from tests.services.scoring.makers import START, book, facts, publication, snapshot
from tests.services.stage import asking

LATER = START + timedelta(days=1)


def test_it_is_what_the_ledger_would_get() -> None:
    whole = facts(publication(level="municipal", status="reported"), authors=(Author("o1", 2), Author("o2", 1)))
    assert expected(book(), whole, whole.publications["p1"]) == {"o1": 333, "o2": 167}
    assert compute(book(), whole).lines == ()


def test_verified_metrics_of_it_are_part_of_it() -> None:
    whole = facts(publication(status="reported"), snapshots=[snapshot(reads=6000)])
    assert expected(book(), whole, whole.publications["p1"]) == {"o1": 600}


def test_what_it_takes_from_another_publication_is_too() -> None:
    """An earlier one becomes the first medium, which counts in full; the other counts by half from then on."""
    counted = publication("p2", published_at=LATER, level="central")
    earlier = publication(level="county", status="reported")
    assert expected(book(), facts(counted, earlier), earlier) == {"o1": 200 - 1000}


def test_of_a_correction_it_is_what_it_changes() -> None:
    whole = facts(publication(level="county"))
    assert expected(book(), whole, publication(level="municipal", status="reported")) == {"o1": 300}
    assert expected(book(), whole, publication(level="county", length=7, status="reported")) == {}


def test_nothing_is_expected_of_a_work_that_is_not_known() -> None:
    assert expected(book(), Facts(), publication(status="reported")) == {}


def test_it_goes_by_the_edition_that_the_work_is_computed_by() -> None:
    named = publication(level="self", media="人民日报", status="reported")
    assert expected(book(), facts(named), named) == {"o1": 100}
    assert expected(book(), facts(named), named, 1) == {"o1": 3000}


def stated(work: Any, **changes: Any) -> dict[str, Any]:
    one = work.publications[0]
    return {
        "submission": work.id, "publication": one.id, "platform": one.platform, "level": one.level, "media": one.media,
        "medium": one.medium, "published_at": one.published_at.isoformat(), "placement": "normal", "byline": "own",
        "length": 0, "reprint": False, "group": one.id, "before_permit": False, "before_embargo": False, **changes,
    }  # fmt: skip


def test_staff_and_the_outlets_people_are_answered(desk: Desk) -> None:
    outlet, other = desk.outlet(), desk.outlet()
    work, far = desk.work(outlet, other), desk.work(desk.outlet())
    for each in (work, far):
        desk.hear(each.submitted())
        desk.hear(each.approved())
    unknown = desk.work(outlet)
    asked = [stated(work, level="municipal"), stated(far), stated(unknown)]
    found = desk.ask("expected_points", LEADER, publications=asked)["items"]
    assert [each["points"] for each in found] == ["5.00", "2.00", "0.00"]
    shares = [{"outlet": each, "points": "2.50"} for each in sorted((outlet, other))]
    assert found[0]["outlets"] == shares
    mine = desk.ask("expected_points", asking(f"of-{other}"), publications=asked)["items"]
    assert [each["publication"] for each in mine] == [work.publications[0].id, unknown.publications[0].id]
