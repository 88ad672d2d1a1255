"""What a run tells at its end: times, the ranking, one outlet's score explained, and where to go on."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from deploy.demo.people import ADMIN, AUDITOR, FINAL, FIRST, LEADER, LIAISON, MANAGER, OWNER, SECOND, SECURITY
from deploy.demo.play import Times
from deploy.demo.setup import password_file
from deploy.demo.stage import Stage
from deploy.local.layout import ROOT, Layout
from shared.sheets.words import CATEGORIES, word_of

SHOWN = 15


def tell(stage: Stage, layout: Layout, times: Times, console: Console) -> None:
    """Print all of it."""
    console.print(_times(times))
    console.print(_ranking(stage))
    _explained(stage, console)
    _paper(stage, console)
    _onwards(stage, layout, console)


def _times(times: Times) -> Table:
    table = Table("阶段 phase", "秒 seconds", title="警媒通 Jingmei — demo")
    for name, seconds in times.items():
        table.add_row(name, f"{seconds:.1f}")
    table.add_row("合计 total", f"{sum(times.values()):.1f}", style="bold")
    return table


def _ranking(stage: Stage) -> Table:
    period = stage.quarter.period
    title = f"{stage.bureau_name} {period} 排名 ranking（前 {SHOWN}）"
    table = Table("名次", "媒体 outlet", "类别 category", "作品 works", "积分 points", title=title)
    rows = stage.people[MANAGER.login].rankings.ranking(period, limit=SHOWN).first()["items"]
    for row in rows:
        category = word_of(CATEGORIES, row["category"], "zh")
        table.add_row(str(row["rank"]), escape(row["name"]), category, str(row["works"]), row["points"])
    return table


def _explained(stage: Stage, console: Console) -> None:
    outlet = stage.notes.get("appellant")
    if outlet is None:  # nobody has points
        return
    # As it is now that the ranking is signed, not as it was when the outlet appealed.
    shown = stage.people[MANAGER.login].rankings.explanation(stage.quarter.period, outlet).first()
    console.print("\n[bold]为什么是这个分数 · why this score[/bold]（申诉的媒体 the outlet that appealed）")
    for line in shown["text"].splitlines()[:6]:
        console.print(f"  {line}", soft_wrap=True, markup=False)


def _paper(stage: Stage, console: Console) -> None:
    files, quarter = stage.notes["files"], stage.quarter
    console.print(
        f"\n文书 documents: {escape(near(stage.out.absolute()))}（{len(files)} 个文件 files）", soft_wrap=True
    )
    console.print(f"摘要 digest of the signed ranking: {stage.notes['period']['digest']}")
    if quarter.ignored:
        told = "；".join(f"{sheet}：{'、'.join(headings)}" for sheet, headings in quarter.ignored.items())
        console.print(f"未读取的列 columns not read: {told}", soft_wrap=True, markup=False)
    if quarter.refused:
        console.print(f"未导入 refused: {len(quarter.refused)} 行 rows, 未导入.xlsx says why; the first:")
        for each in quarter.refused[:3]:
            console.print(f"  {each}", soft_wrap=True, markup=False)


def _onwards(stage: Stage, layout: Layout, console: Console) -> None:
    """Who to be, where, and what to type: of each role one."""
    console.print("\n[bold]接下来 · what next[/bold]")
    console.print(f"打开 open: [bold]{layout.gateway_url}/[/bold]（网页 · the pages）", soft_wrap=True)
    console.print(
        f"接口 API: {layout.gateway_url}/docs（逐个试用 · every operation can be tried there）", soft_wrap=True
    )
    console.print(f"登录 sign in: 公安局 bureau {stage.bureau}，以下各人 as one of", soft_wrap=True)
    people = Table("登录名 login", "角色 role", "看什么 what to look at", box=None, pad_edge=False)
    for login, role, look in _people(stage):
        people.add_row(login, role, look)
    console.print(Padding(people, (0, 0, 0, 2), expand=False))
    file = near(password_file(layout, stage.bureau))
    console.print(f"密码 passwords（所有人 of everybody）: {escape(file)}", soft_wrap=True)
    work = stage.quarter.publications[0].work if stage.quarter.publications else stage.quarter.works[0].number
    found = stage.people[MANAGER.login].submissions.get(stage.ids["works"][work])
    console.print(f"跟踪一件作品 follow one work: {escape(found['title'])}", soft_wrap=True)
    command = f"{near(ROOT / '.venv' / 'bin' / 'jingmei')} trace {found['number']} --bureau {stage.bureau}"
    console.print(f"  {escape(command)}", soft_wrap=True)
    make = "make" if Path.cwd() == ROOT else f"make -C {near(ROOT)}"
    console.print(f"系统仍在运行 it goes on: {make} status · [bold]{make} down[/bold] 停止 stops it", soft_wrap=True)


def _people(stage: Stage) -> Iterator[tuple[str, str, str]]:
    """One login of each role, with its name and what there is for it."""
    editors = stage.notes["editors"].values()
    yield (
        OWNER if OWNER in editors else next(iter(editors)),
        "媒体 outlet",
        "投稿、约稿、活动、积分 · works, calls, activities, points",
    )
    yield LIAISON.login, "对接民警 liaison", "媒体、需求、活动、约稿 · outlets, requests, activities, calls"
    yield FIRST[0].login, "初审 first review", "审核队列、预审发现 · the queue, what screening found"
    yield SECOND.login, "复审 second review", "敏感与重大稿件 · sensitive and major works"
    yield FINAL.login, "终审 final review", "等级、解禁、发布许可 · grades, embargoes, permits"
    yield MANAGER.login, "考评员 scoring", "排名与逐项说明、表彰、导出 · rankings explained, awards, exports"
    yield LEADER.login, "局领导 leader", "总览、时效、征集成效、签发 · figures, times, results of calls, signs"
    yield SECURITY.login, "安全管理员 security", "职务、审核规程、词库 · roles, rules of review, word lists"
    yield AUDITOR.login, "安全审计员 auditor", "操作记录 · audit trail"
    yield ADMIN, "系统管理员 administrator", "账号、投递 · accounts, deliveries"


def near(path: Path) -> str:
    """A path as it can be typed where one stands."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path != here and path.is_relative_to(here) else path))
