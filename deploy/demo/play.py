"""The phases of the demo in their order, with a bar and the time of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from deploy.demo.people import EDITORS, EVERY_STAFF, KEEPERS
from deploy.demo.phases import accounts, documents, media, metrics, outlets, period, publications, review, works
from deploy.demo.stage import Phase, Stage

Times = dict[str, float]


def _documents(stage: Stage) -> int:
    return 2 + sum(bool(award["code"]) for award in stage.notes["awards"])


def _inboxes(stage: Stage) -> int:
    return 1 + len(set(stage.notes["editors"].values()))


def _handed_in(stage: Stage) -> int:
    return len(stage.quarter.works) + len(stage.quarter.ideas)


PHASES: tuple[Phase, ...] = (
    Phase("建局与账号 · bureau and accounts", lambda _: 1 + len((*KEEPERS, *EVERY_STAFF, *EDITORS)), accounts.people),
    Phase("媒体登记 · outlets register", lambda stage: len(stage.quarter.outlets), outlets.register),
    Phase("媒体认证 · outlets are verified", lambda stage: len(stage.quarter.outlets), outlets.verify),
    Phase("投稿 · works and ideas are handed in", _handed_in, works.submit),
    Phase("三审与评议 · reviewed level by level", _handed_in, review.review),
    Phase("媒体名录 · media are entered", lambda stage: len(media.unnamed(stage.quarter)), media.enter),
    Phase("刊发 · publications are reported", lambda stage: len(stage.quarter.publications), works.publish),
    Phase("核实刊发 · publications are verified", lambda stage: len(stage.quarter.publications), publications.verify),
    Phase("传播数据 · metrics are reported", lambda stage: len(stage.quarter.metrics), metrics.report),
    Phase("核实数据 · metrics are verified", lambda stage: len(stage.quarter.metrics), metrics.verify),
    Phase("结束与公示 · closed and publicised", lambda _: 3, period.close),
    Phase("申诉与答复 · an appeal is answered", lambda _: 2, period.appeal),
    Phase("定稿签发 · finalised and signed", lambda _: 1, period.finalise),
    Phase("表彰奖励 · awards", lambda _: 2, period.award),
    Phase("通报、考评表、证书 · documents", _documents, documents.write),
    Phase("通知到人 · everybody is told", _inboxes, documents.notify),
)


def play(stage: Stage, console: Console, phases: Sequence[Phase] = PHASES) -> Times:
    """Play everything; gives the seconds of each phase."""
    times: Times = {}
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        for phase in phases:
            total = phase.total(stage)
            task = progress.add_task(phase.name, total=total)
            began = time.monotonic()
            phase.play(stage, _step(progress, task))
            # What an earlier run has done is done.
            progress.update(task, completed=total)
            times[phase.name] = time.monotonic() - began
    return times


def _step(progress: Progress, task: object) -> Callable[[], object]:
    return lambda: progress.advance(task)  # type: ignore[arg-type]
