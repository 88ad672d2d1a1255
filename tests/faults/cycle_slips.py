"""What goes wrong with publications in a quarter: slips that are corrected, reports that are withdrawn, refused and
made anew. Played between the demo's phases, so that kills meet these commands and events too.

Every step has a key, and names what was decided upon: whoever asks again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from deploy.demo.people import LIAISON
from deploy.demo.phases import publications, works
from deploy.demo.phases.media import place_of
from deploy.demo.quarter import Publication
from deploy.demo.stage import Data, Stage

ANY = "*"


def before_the_ruling(stage: Stage) -> None:
    """One report is corrected; another publication is reported by mistake and taken back."""
    for row in _alone(stage)[:1]:
        editor, id_ = _editor(stage, row), stage.ids["publications"][row.number]
        editor.publications.correct_publication(id_, length=320, version=ANY, key=stage.key("slip", row.number))
        form = _form(stage, row) | {"url": f"{row.url}/by-mistake"}
        made = editor.publications.publish(_work(stage, row), **form, key=stage.key("mistake", row.number))
        seen, key = made["version"], stage.key("taken", row.number)
        editor.publications.withdraw_publication(made["id"], version=seen, reason="重复上报", key=key)


def after_the_ruling(stage: Stage) -> None:
    """A verified one is corrected with a reason; another is refused, reported anew and verified."""
    rows, length = _alone(stage), {"length": 450, "reason": "字数有误"}
    for row in rows[:1]:
        editor, id_ = _editor(stage, row), stage.ids["publications"][row.number]
        editor.publications.correct_publication(id_, **length, version=ANY, key=stage.key("later", row.number))
    for row in rows[1:2]:
        liaison, editor = stage.people[LIAISON.login], _editor(stage, row)
        refused = stage.ids["publications"][row.number]
        key = stage.key("refused", row.number)
        liaison.publications.refuse_publication(refused, version=ANY, reason="链接打不开", key=key)
        anew = editor.publications.publish(_work(stage, row), **_form(stage, row), key=stage.key("anew", row.number))
        stage.ids["publications"][row.number] = anew["id"]
    publications.verify(stage, lambda: None)


AFTER: Mapping[Any, Callable[[Stage], None]] = {
    works.publish: before_the_ruling,
    publications.verify: after_the_ruling,
}


def _alone(stage: Stage) -> list[Publication]:
    """The publications that are their work's only one, as the workbook has them."""
    known = Counter(row.work for row in stage.quarter.publications)
    return [row for row in stage.quarter.publications if known[row.work] == 1 and row.url and not row.reprint]


def _editor(stage: Stage, row: Publication) -> Any:
    outlets = {work.number: work.outlet for work in stage.quarter.works}
    return stage.editor(outlets[row.work])


def _work(stage: Stage, row: Publication) -> str:
    return stage.ids["works"][row.work]


def _form(stage: Stage, row: Publication) -> Data:
    outlets = {outlet.name: outlet for outlet in stage.quarter.outlets}
    names = {work.number: work.outlet for work in stage.quarter.works}
    said = {"placement": row.placement, "url": row.url, "published_at": row.published_at.isoformat(), "earlier": True}
    return {**place_of(stage, outlets[names[row.work]], row), **said}
