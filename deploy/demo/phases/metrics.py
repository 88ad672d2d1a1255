"""The outlets report what their publications reached; the liaison officer verifies it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby

from deploy.demo.admission import admitted, go_on
from deploy.demo.people import LIAISON
from deploy.demo.quarter import Snapshot
from deploy.demo.stage import Stage

Step = Callable[[], object]
COUNTS = ("reads", "likes", "shares", "comments", "in_views")


def report(stage: Stage, step: Step) -> None:
    """Every snapshot, those of one publication in their order."""
    works = {work.number: work.outlet for work in stage.quarter.works}
    outlets = {row.number: works[row.work] for row in stage.quarter.publications}
    rows = sorted(stage.quarter.metrics, key=lambda row: (row.publication, row.observed_at))

    def one(group: tuple[str, Sequence[Snapshot]]) -> None:
        publication, snapshots = group
        editor, id_ = stage.editor(outlets[publication]), stage.ids["publications"][publication]
        for row in snapshots:
            moment = row.observed_at.isoformat()
            numbers = {name: getattr(row, name) for name in COUNTS}
            key = stage.key("metrics", publication, moment)
            ask = partial(editor.publications.report_metrics, id_, observed_at=moment, **numbers, key=key)
            admitted(stage, "数据", row.row, ask)
            step()

    grouped = [(publication, list(each)) for publication, each in groupby(rows, lambda row: row.publication)]
    stage.side_by_side(one, grouped, lambda: None)
    go_on(stage)


def verify(stage: Stage, step: Step) -> None:
    """The liaison officer verifies what waits, batch by batch, until nothing does, each in the version that was looked
    at."""
    liaison = stage.people[LIAISON.login]
    while waiting := liaison.publications.metrics_queue(limit=100).first()["items"]:
        seen = [{"metrics": row["id"], "version": row["version"]} for row in waiting]
        digest = hashlib.sha256("".join(f"{row['id']}@{row['version']}" for row in waiting).encode()).hexdigest()[:24]
        done = liaison.publications.verify_many(metrics=seen, key=stage.key("verified", digest))
        if refused := done["refused"]:
            raise RuntimeError(f"metrics that cannot be verified: {refused[:3]}")
        for _ in done["verified"]:
            step()
