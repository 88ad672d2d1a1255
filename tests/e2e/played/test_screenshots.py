"""The pictures of the guides can be taken on a demo that was played, and the demo is afterwards as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from deploy.demo.desks import BULLETIN, DESKS, DRAFT, IDEA, PENDING, WORKS
from deploy.demo.people import ADMIN, FINAL, FIRST, LIAISON, OWNER
from deploy.screenshots.__main__ import Demo, take
from deploy.screenshots.camera import SCALE, WIDTH
from deploy.screenshots.table import PICTURES
from tests.e2e.people import eventually
from tests.e2e.played.conftest import Played

# What somebody leaves in the trail who signs in, looks and goes.
LOOKED = {"sessions.sign_in", "sessions.refresh", "sessions.sign_out"}


@pytest.fixture(scope="module")
def desks(played: Played) -> Iterator[Callable[[], None]]:
    """What waits is laid, and can be laid again."""

    def lay() -> None:
        DESKS.play(played.stage, lambda: None)

    lay()
    return lay


def test_what_waits_is_there_once_however_often_it_was_laid(played: Played, desks: Callable[[], None]) -> None:
    before = _desks(played)
    assert [each["status"] for each in before["works"].values()] == [
        "draft", "changes_requested", "in_review", "in_review", "approved", "published",
    ]  # fmt: skip
    desks()
    assert _desks(played) == before
    told = played.stage.people[OWNER].inbox.inbox(limit=100)
    eventually(lambda: BULLETIN["title"] in {each["title"] for each in told})
    remarks = played.stage.people[OWNER].submissions.get(before["works"]["mend"]["id"])["ruling"]["comments"]
    assert [each["text"] for each in remarks] == ["请注明数据来源，或删去这一句。"]


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_every_picture_is_taken_and_nothing_is_changed(
    played: Played, desks: Callable[[], None], tmp_path: Path, language: str
) -> None:
    admin = played.stage.people[ADMIN]
    newest = next(iter(admin.audit.audit()))["id"]
    named: list[str] = []
    take(Demo(played.stage.url, played.stage.passwords), PICTURES, [language], tmp_path, named.append)
    assert named == [each.name for each in PICTURES]
    for each in PICTURES:
        with Image.open(tmp_path / language / f"{each.name}.png") as found:
            assert found.width == WIDTH[each.phone] * SCALE[each.phone] and len(found.getcolors() or ()) > 3, each.name
    done = set()
    for entry in admin.audit.audit():
        if entry["id"] == newest:
            break
        done.add(entry["operation"])
    assert done <= LOOKED


def _desks(played: Played) -> dict[str, Any]:
    """What waits, as those see it on whose desks it is."""
    people = played.stage.people
    owner, liaison, first = people[OWNER], people[LIAISON.login], people[FIRST[0].login]
    works = {
        name: [work for work in owner.submissions.search() if work["title"] == title]
        for name, (title, *_) in WORKS.items()
    }
    assert {name: len(found) for name, found in works.items()} == dict.fromkeys(WORKS, 1)
    rounds = eventually(lambda: _rounds(first, works["claimed"][0]["id"]))
    return {
        "works": {name: found[0] for name, found in works.items()},
        "ideas": [each["id"] for each in owner.submissions.search(kind="golden_idea") if each["title"] == IDEA[0]],
        "publications": [each["id"] for each in liaison.publications.publications_queue()],
        "metrics": [each["id"] for each in liaison.publications.metrics_queue()],
        "pending": [(each["name"], each["id"]) for each in liaison.outlets.search(status="pending")],
        "drafts": [each["id"] for each in liaison.bulletin_drafts.drafts() if each["title"] == DRAFT["title"]],
        "held": [(each["id"], each["claimed_by"] == first.who["account"]) for each in rounds],
        "permits": [each["code"] for each in people[FINAL.login].permits.permits()],
    } | {"named": PENDING["name"] in {each["name"] for each in liaison.outlets.search(status="pending")}}


def _rounds(reviewer: Any, work: str) -> list[Any]:
    return list(reviewer.reviews.search(submission=work))
