"""Things of the played quarter that addresses of pages name, each looked for by who may see it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from deploy.demo.activities import HELD_NOW, MEETINGS
from deploy.demo.calls import CALL, CALLS
from deploy.demo.met import COMING, HELD
from deploy.demo.people import ADMIN, FINAL, FIRST, LIAISON, MANAGER, OWNER
from deploy.demo.requests import REQUESTS
from deploy.demo.stage import Stage
from jingmei_client import Answer, Client, Pages
from tests.e2e.cast import FILE, SHEET
from tests.e2e.people import eventually
from tests.e2e.played.asked import asked
from tests.e2e.works import new_piece


def things(stage: Stage) -> dict[str, str]:
    """By the names that the lines of `tests/console/walk` use."""
    # Of which reviewers answer some: each page of theirs is then one that is whole, whichever tests went before.
    REQUESTS.play(stage, lambda: None)
    parts = (_works, _people, _scoring, asked, _together)
    return {name: str(value) for part in parts for name, value in part(stage).items()}


def _works(stage: Stage) -> dict[str, Any]:
    reviewer, liaison, owner = (stage.people[each] for each in (FIRST[0].login, LIAISON.login, OWNER))
    own = [each["id"] for each in owner.outlets.mine()]
    mine = next(each for each in owner.submissions.search(status="published") if each["outlet"] in own)
    begun = _draft(owner, mine["outlet"])
    waits = owner.submissions.revise(begun["id"], version=begun.version, body="民警走进社区。😀 夜色里的灯又亮了。")
    owner.submissions.submit(waits["id"], version=waits.version)
    proof = liaison.files.upload(FILE["files"]["file"][:2], kind="evidence")
    return {
        "own_outlet": mine["outlet"],
        "work": mine["id"],
        "draft": _draft(owner, mine["outlet"])["id"],
        "mended": waits["id"],
        "idea": _any(reviewer.submissions.search(kind="golden_idea"))["id"],
        "round": _round(reviewer, waits["id"]),
        "decided": _any(reviewer.reviews.search(status="approved"))["id"],
        "idea_round": _any(reviewer.reviews.search(kind="golden_idea"))["id"],
        "publication": _others(liaison.publications.publications_queue(state="verified"), own)["id"],
        "metrics": _others(liaison.publications.metrics_queue(state="verified"), own)["id"],
        "record": liaison.unapproved.add(**new_piece(mine["outlet"], proof["id"]))["id"],
        "permit": _any(stage.people[FINAL.login].permits.permits())["code"],
    }


def _people(stage: Stage) -> dict[str, Any]:
    liaison, admin = stage.people[LIAISON.login], stage.people[ADMIN]
    return {
        "bureau": stage.bureau,
        "account": _any(admin.accounts.accounts(role="liaison"))["id"],
        "bulletin": _any(liaison.bulletins.bulletins())["id"],
        "bulletin_draft": liaison.bulletin_drafts.create(kind="news", title="下周禁毒宣传", body="请各媒体关注。")[
            "id"
        ],
        "medium": _any(liaison.media.search())["id"],
        "import": liaison.imports.import_outlets(SHEET["files"]["file"])["id"],
        "year": 2026,
        "next_year": 2028,
    }


def _scoring(stage: Stage) -> dict[str, Any]:
    manager, period = stage.people[MANAGER.login], stage.quarter.period
    own = [each["id"] for each in stage.people[OWNER].outlets.mine()]
    certificate = _any(manager.awards.awards(period, kind="certificate"))
    return {
        "period": period,
        "other": "2026-Q4",
        "outlet": _others(manager.rankings.ranking(period), own)["outlet"],
        "appeal": _others(manager.appeals.appeals(period), own)["id"],
        "award": certificate["id"],
        "certificate": certificate["code"],
        "scheme": next(iter(manager.schemes.schemes()), {"id": "county"})["id"],
    }


def _together(stage: Stage) -> dict[str, Any]:
    """What the demo plays of activities and calls, in the order in which it does."""
    for phase in (MEETINGS, CALLS, HELD_NOW):
        phase.play(stage, lambda: None)
    liaison = stage.people[LIAISON.login]
    ids = {each["title"]: each["id"] for each in (*liaison.activities.search(), *liaison.calls.search())}
    held = ids[HELD.title]
    there = _any(liaison.activities.sign_ups(held, attended=True))["id"]
    paper = liaison.activity_documents.certificate_of(held, there)
    [attendance] = re.findall(r"\d{6}(?:-[0-9A-Z]{4}){3}", paper.name)
    return {"activity": ids[COMING.title], "held": held, "call": ids[CALL["title"]], "attendance": attendance}


def _draft(owner: Client, outlet: str) -> Answer:
    return owner.submissions.create(
        outlet=outlet, kind="work", genre="article", title="夜巡三公里", body="民警走进社区。😀 夜色里的灯。"
    )


def _round(reviewer: Client, work: str) -> str:
    """The round of review that a work has come into; the event takes a moment."""
    return eventually(lambda: next((each["id"] for each in reviewer.reviews.queue() if each["submission"] == work), ""))


def _any(pages: Pages) -> Any:
    return next(iter(pages))


def _others(pages: Pages, own: Collection[str]) -> Any:
    """The first that is of none of these outlets: whoever acts for one of them is not to see its page."""
    return next(each for each in pages if each["outlet"] not in own)
