"""A reprint follows its source on the real database: versions, events, the queue, and two things at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared import validation
from shared.errors import Invalid
from shared.events import ReprintFollowed
from shared.mongo import StaleWrite, Unit
from tests.services.stage import asking
from tests.services.submission.desk import COMMANDS, LEADER, LIAISON, Desk

DAY = datetime.fromisoformat("2026-11-02T10:00:00+08:00")


def reprinted(desk: Desk, of: Any, **changes: Any) -> Any:
    """A reprint of a publication in the same work, an hour later unless said otherwise."""
    work = desk.ask("get", "writer", submission=of["submission"])
    return desk.published(DAY + timedelta(hours=1), work=work, reprint_of=of["id"], **changes)


def seen(desk: Desk, of: Any) -> Any:
    return desk.ask("publication", LEADER, publication=of["id"])


def correct(desk: Desk, of: Any, by: Any = "writer", **values: Any) -> Any:
    given = {"reason": "对照原文", **values}
    return desk.do("correct_publication", by, publication=of["id"], **given)


def followed(desk: Desk) -> list[ReprintFollowed]:
    return [each.data for each in desk.told() if isinstance(each.data, ReprintFollowed)]


def later(hours: int) -> str:
    return (DAY + timedelta(hours=hours)).isoformat()


def test_it_is_older_than_its_source_once_that_turns_out_to_be_newer(desk: Desk) -> None:
    source = desk.published(DAY)
    reprint = reprinted(desk, source)
    correct(desk, source, published_at=later(2))
    now = seen(desk, reprint)
    assert (reprint["before_source"], now["before_source"], now["version"]) == (False, True, 2)
    (told,) = followed(desk)
    assert (told.publication.id, told.publication.before_source, told.publication.version, told.reprinted) == (
        reprint["id"], True, 2, source["id"],
    )  # fmt: skip
    (newest, _) = desk.ask("publication_versions", LEADER, publication=reprint["id"])["items"]
    assert (newest["act"], newest["acted_by"], newest["act_reason"]) == ("follow_source", "writer", "对照原文")
    correct(desk, reprint, published_at=later(3))
    assert seen(desk, reprint)["before_source"] is False


@pytest.mark.parametrize("end", ["refuse_publication", "withdraw_publication"])
def test_a_source_that_is_over_is_older_than_nothing(desk: Desk, end: str) -> None:
    source = desk.published(DAY + timedelta(hours=2))
    reprint = reprinted(desk, source)
    assert reprint["before_source"] is True
    desk.do(end, LIAISON if end == "refuse_publication" else "writer", publication=source["id"], reason="查无此文")
    now = seen(desk, reprint)
    assert (now["before_source"], now["group"], now["state"]) == (False, source["id"], "reported")
    assert correct(desk, reprint, length=900)["before_source"] is False


def test_what_counts_is_what_it_is_older_than(desk: Desk) -> None:
    """A correction that waits changes nothing, of the source; of the reprint it is judged like the reprint."""
    source = desk.published(DAY)
    reprint = reprinted(desk, source)
    for one in (source, reprint):
        desk.do("verify_publication", LIAISON, publication=one["id"])
    correct(desk, reprint, published_at=later(4))
    correct(desk, source, published_at=later(5))
    assert (seen(desk, reprint)["before_source"], followed(desk)) == (False, [])
    desk.do("verify_publication", LIAISON, publication=source["id"])
    now = seen(desk, reprint)
    assert (now["before_source"], now["correction"]["before_source"]) == (True, True)
    (told,) = followed(desk)
    assert told.correction is not None and told.correction.before_source
    done = desk.do("verify_publication", LIAISON, publication=reprint["id"])
    assert (done["published_at"].isoformat(), done["before_source"]) == (
        (DAY + timedelta(hours=4)).astimezone(done["published_at"].tzinfo).isoformat(), True,
    )  # fmt: skip


def test_the_group_goes_along_with_the_source_at_any_distance(desk: Desk) -> None:
    first = desk.published(DAY)
    second = reprinted(desk, first)
    third = reprinted(desk, second)
    assert third["group"] == first["id"]
    correct(desk, second, reprint_of="", reprint=False)
    assert (seen(desk, second)["group"], seen(desk, third)["group"]) == (second["id"], second["id"])
    assert [(told.publication.id, told.publication.group) for told in followed(desk)] == [(third["id"], second["id"])]


def test_no_two_reprint_each_other(desk: Desk) -> None:
    first = desk.published(DAY)
    second = reprinted(desk, first)
    third = reprinted(desk, second)
    with pytest.raises(Invalid):
        correct(desk, second, reprint_of=third["id"])
    desk.do("verify_publication", LIAISON, publication=first["id"])
    fourth = reprinted(desk, second)
    correct(desk, second, reprint_of="", reprint=False)
    correct(desk, first, reprint_of=fourth["id"])  # it waits
    correct(desk, fourth, reprint_of=first["id"])
    with pytest.raises(Invalid) as error:
        desk.do("verify_publication", LIAISON, publication=first["id"])
    assert [(each.pointer, each.rule) for each in error.value.problems] == [
        ("/reprint_of", "publication.source_unknown")
    ]


def test_of_many_that_are_verified_at_once_what_followed_is_told_as_changed(desk: Desk) -> None:
    source = desk.published(DAY)
    reprint = reprinted(desk, source)
    desk.do("verify_publication", LIAISON, publication=source["id"])
    correct(desk, source, published_at=later(2))
    asked = [{"publication": source["id"], "version": 3}, {"publication": reprint["id"], "version": 1}]
    done = desk.do("verify_many_publications", LIAISON, publications=asked)
    assert (done["verified"], done["refused"]) == (
        [source["id"]], [{"publication": reprint["id"], "code": "version_mismatch"}],
    )  # fmt: skip
    asked = [{"publication": reprint["id"], "version": 2}]
    assert desk.do("verify_many_publications", LIAISON, publications=asked)["verified"] == [reprint["id"]]
    # The other way round both are verified, and the reprint follows afterwards.
    other = reprinted(desk, source)
    correct(desk, source, published_at=later(0))
    asked = [{"publication": other["id"], "version": 1}, {"publication": source["id"], "version": 5}]
    assert desk.do("verify_many_publications", LIAISON, publications=asked)["verified"] == [other["id"], source["id"]]
    assert (seen(desk, other)["before_source"], seen(desk, other)["version"]) == (False, 3)


@pytest.mark.parametrize("faster", ["reprint", "source"])
def test_of_a_reprint_and_a_move_of_its_source_at_once_the_later_sees_the_other(desk: Desk, faster: str) -> None:
    source = desk.published(DAY)
    desk.stage.db["publications"].update_many({}, {"$unset": {"reprints": ""}})  # as from before it was counted
    work, units = desk.ask("get", "writer", submission=source["submission"]), {"reprint": Unit(), "source": Unit()}
    new = {
        "submission": work["id"], "medium": desk.medium("county"), "platform": "weibo", "earlier": True,
        "url": "https://weibo.com/1", "published_at": later(1), "reprint_of": source["id"],
    }  # fmt: skip
    moved = {"publication": source["id"], "published_at": later(2), "reason": "笔误"}
    for name, method, data in (("reprint", "publish", new), ("source", "correct_publication", moved)):
        loaded = validation.load(COMMANDS[method](), data)
        desk.stage._raw(method)(desk.stage.service, units[name], loaded, asking("writer"))
    desk.stage._committer.commit(units.pop(faster))
    (slower,) = units.values()
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(slower)
