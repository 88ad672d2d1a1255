"""Works and golden ideas are handed in, reviewed level by level, and published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from deploy.demo.admission import admitted, go_on
from deploy.demo.phases.media import place_of
from deploy.demo.quarter import Idea, Publication, Work
from deploy.demo.stage import Data, Stage
from deploy.demo.waiting import patiently

Step = Callable[[], object]


def submit(stage: Stage, step: Step) -> None:
    """Each work is drafted and handed in by the outlet's editor; an idea is handed in at once."""
    works, ideas = stage.ids.setdefault("works", {}), stage.ids.setdefault("ideas", {})

    def work(row: Work) -> None:
        editor = stage.editor(row.outlet)
        ask = partial(editor.submissions.create, **_form(stage, row), key=stage.key("work", row.number))
        if made := admitted(stage, "作品", row.row, lambda: patiently(ask)):
            editor.submissions.submit(made["id"], key=stage.key("submit", row.number))
            works[row.number] = made["id"]
            for name, _ in row.authors:
                if name != row.outlet:
                    _agree(stage, made["id"], row.number, name)

    def idea(row: Idea) -> None:
        form: Data = {
            "outlet": stage.ids["outlets"][row.outlet], "kind": "golden_idea", "title": row.title, "body": row.body,
            "topic": "金点子",
        }  # fmt: skip
        editor = stage.editor(row.outlet)
        ask = partial(editor.submissions.create, **form, key=stage.key("idea", row.number))
        if made := admitted(stage, "金点子", row.row, lambda: patiently(ask)):
            ideas[row.number] = made["id"]

    stage.side_by_side(work, stage.quarter.works, step)
    stage.side_by_side(idea, stage.quarter.ideas, step)
    go_on(stage)


def publish(stage: Stage, step: Step) -> None:
    """The outlets report where their works appeared: an original before its reprints."""
    numbers = [work.number for work in stage.quarter.works]
    rows = sorted(stage.quarter.publications, key=lambda row: (numbers.index(row.work), row.reprint, row.published_at))
    names = {outlet.name: outlet for outlet in stage.quarter.outlets}
    outlets = {work.number: names[work.outlet] for work in stage.quarter.works}

    def one(group: tuple[str, Sequence[Publication]]) -> None:
        work, publications = group
        editor, original = stage.editor(outlets[work].name), ""
        for row in publications:
            form = {**place_of(stage, outlets[work], row), **_publication(row, original)}
            key = stage.key("publication", row.number)
            ask = partial(editor.publications.publish, stage.ids["works"][work], **form, key=key)
            made = admitted(stage, "刊发", row.row, partial(patiently, ask))
            if made:
                original = original or ("" if row.reprint else made["id"])
                stage.ids.setdefault("publications", {})[row.number] = made["id"]
            step()

    grouped = [(work, list(each)) for work, each in groupby(rows, lambda row: row.work)]
    stage.side_by_side(one, grouped, lambda: None)
    go_on(stage)


def _agree(stage: Stage, work: str, number: str, name: str) -> None:
    """An outlet that is named in a work agrees to its part, which counts from then on."""
    outlet, ask = stage.ids["outlets"][name], stage.editor(name).submissions.answer_authorship
    patiently(partial(ask, work, outlet=outlet, accept=True, key=stage.key("authorship", number, outlet)))


def _form(stage: Stage, row: Work) -> Data:
    outlets = stage.ids["outlets"]
    return {
        "outlet": outlets[row.outlet],
        "kind": "work",
        "title": row.title,
        "body": f"{row.title}。",
        "genre": row.genre,
        "topic": row.topic,
        "original": row.original,
        "authors": [{"outlet": outlets[name], "share": share} for name, share in row.authors],
        "shares_of": sum(share for _, share in row.authors),
    }


def _publication(row: Publication, original: str) -> dict[str, Any]:
    form: dict[str, Any] = {
        "placement": row.placement,
        "published_at": row.published_at.isoformat(),
        "earlier": True,  # the quarter is over; its works are written down only now
        "url": row.url,
    }
    if not row.reprint:
        return form
    return form | {"reprint": True} | ({"reprint_of": original} if original else {"source": "原作未在表中 not listed"})
