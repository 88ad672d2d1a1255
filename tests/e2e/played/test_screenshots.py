"""The pictures of the guides can be taken on a demo that was played, and the demo is afterwards as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from deploy.demo.activities import HELD_NOW, MEETINGS
from deploy.demo.asked import NAMED
from deploy.demo.calls import CALLS
from deploy.demo.desks import BULLETIN, DESKS, DRAFT, IDEA, PENDING, REMARK, WORKS
from deploy.demo.people import AUDITOR, FINAL, FIRST, LEADER, LIAISON, OWNER
from deploy.demo.requests import REQUESTS
from deploy.screenshots.__main__ import Demo, take
from deploy.screenshots.camera import SCALE, WIDTH
from deploy.screenshots.table import PICTURES
from tests.e2e.people import eventually
from tests.e2e.played.conftest import Played

STATES = ["draft", "changes_requested", "in_review", "in_review", "approved", "published"]
# What somebody leaves in the trail who signs in, looks (at how many a bulletin would reach, too) and goes.
LOOKED = {
    "sessions.sign_in", "sessions.refresh", "sessions.sign_out", "bulletin_drafts.audience", "requests.cases",
    "audit.audit", "accounts.accounts", "activities.sign_ups",
}  # fmt: skip


@pytest.fixture(scope="module")
def desks(played: Played) -> Iterator[Callable[[], None]]:
    """What waits is laid, and can be laid again."""

    def lay() -> None:
        DESKS.play(played.stage, lambda: None)

    lay()
    return lay


def test_what_waits_is_there_once_however_often_it_was_laid(played: Played, desks: Callable[[], None]) -> None:
    # The review has taken up what was handed in.
    eventually(lambda: [status for _, status in _works(played).values()] == STATES)
    before = _desks(played)
    desks()
    assert _desks(played) == before
    owner = played.stage.people[OWNER]
    eventually(lambda: any(BULLETIN["title"] in each["title"] for each in owner.inbox.inbox(limit=100)))
    remarks = owner.submissions.get(_works(played)["mend"][0])["ruling"]["comments"]
    assert [each["text"] for each in remarks] == [REMARK]


@pytest.fixture(scope="module")
def service(played: Played) -> None:
    """What outlets asked, met for and were called for; named for cases is who is in the demo, whoever was last."""
    people = played.stage.people
    desk = people[LEADER.login].liaison_desk
    desk.name(version=desk.named().version or 0, accounts=[str(people[each].who["account"]) for each in NAMED])
    for phase in (REQUESTS, MEETINGS, CALLS, HELD_NOW):
        phase.play(played.stage, lambda: None)


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_every_picture_is_taken_and_nothing_is_changed(
    played: Played, desks: Callable[[], None], service: None, tmp_path: Path, language: str
) -> None:
    auditor = played.stage.people[AUDITOR.login]
    newest = next(iter(auditor.audit.audit()))["id"]
    named: list[str] = []
    take(Demo(played.stage.url, played.stage.passwords), PICTURES, [language], tmp_path, named.append)
    assert named == [each.name for each in PICTURES]
    for each in PICTURES:
        with Image.open(tmp_path / language / f"{each.name}.png") as found:
            assert found.width == WIDTH[each.phone] * SCALE[each.phone] and len(found.getcolors() or ()) > 3, each.name
    done = set()
    for entry in auditor.audit.audit():
        if entry["id"] == newest:
            break
        done.add(entry["operation"])
    assert done <= LOOKED


def _works(played: Played) -> dict[str, tuple[str, str]]:
    """Id and state of each work that waits, by what it is here for; each is there once."""
    found = {work["title"]: (work["id"], work["status"]) for work in played.stage.people[OWNER].submissions.search()}
    titles = [work["title"] for work in played.stage.people[OWNER].submissions.search()]
    assert [titles.count(title) for title, *_ in WORKS.values()] == [1] * len(WORKS)
    return {name: found[title] for name, (title, *_) in WORKS.items()}


def _desks(played: Played) -> dict[str, Any]:
    """What waits, as those see it on whose desks it is."""
    people = played.stage.people
    owner, liaison, first = people[OWNER], people[LIAISON.login], people[FIRST[0].login]
    works = _works(played)
    found = {
        "works": works,
        "ideas": [each["id"] for each in owner.submissions.search(kind="golden_idea") if each["title"] == IDEA[0]],
        "publications": [
            each["id"]
            for each in liaison.publications.publications_queue()
            if each["submission"] == works["published"][0]
        ],
        "metrics": [
            each["id"] for each in liaison.publications.metrics_queue() if each["submission"] == works["published"][0]
        ],
        "pending": [each["id"] for each in liaison.outlets.search(status="pending") if each["name"] == PENDING["name"]],
        "drafts": [each["id"] for each in liaison.bulletin_drafts.drafts() if each["title"] == DRAFT["title"]],
        "held": [
            each["id"]
            for each in first.reviews.search(submission=works["claimed"][0])
            if each["claimed_by"] == first.who["account"]
        ],
        "permits": [
            each["code"] for each in people[FINAL.login].permits.permits() if each["submission"] == works["approved"][0]
        ],
    }
    assert {name: len(each) for name, each in found.items() if name != "works"} == dict.fromkeys(
        ("ideas", "publications", "metrics", "pending", "drafts", "held", "permits"), 1
    )
    return found
