"""What a run tells at its end: times, the ranking, one outlet's score explained, and where to go on."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.demo.people import ADMIN, EDITORS, EVERY_STAFF, MANAGER
from deploy.demo.play import Times
from deploy.demo.stage import Stage
from deploy.local.layout import Layout
from shared.sheets.columns import CATEGORIES

SHOWN = 15
WORDS = {code: word for word, code in CATEGORIES.items()}


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
        category = WORDS.get(row["category"], row["category"])
        table.add_row(str(row["rank"]), escape(row["name"]), category, str(row["works"]), row["points"])
    return table


def _explained(stage: Stage, console: Console) -> None:
    shown = stage.notes.get("explanation")
    if shown is None:  # nobody has points
        return
    console.print("\n[bold]为什么是这个分数 · why this score[/bold]（申诉的媒体 the outlet that appealed）")
    for line in shown["text"].splitlines()[:6]:
        console.print(f"  {line}", soft_wrap=True, markup=False)


def _paper(stage: Stage, console: Console) -> None:
    files, quarter = stage.notes["files"], stage.quarter
    console.print(f"\n文书 documents: {stage.out}（{len(files)} 个文件 files）")
    console.print(f"摘要 digest of the signed ranking: {stage.notes['period']['digest']}")
    if quarter.refused:
        console.print(f"未导入 refused: {len(quarter.refused)} 行 rows, 未导入.xlsx says why; the first:")
        for each in quarter.refused[:3]:
            console.print(f"  {each}", soft_wrap=True, markup=False)


def _onwards(stage: Stage, layout: Layout, console: Console) -> None:
    work = stage.quarter.publications[0].work if stage.quarter.publications else stage.quarter.works[0].number
    id_ = stage.ids["works"][work]
    found = stage.people[MANAGER.login].submissions.get(id_)
    console.print(f"\n跟踪一件作品 follow one work: {escape(found['title'])}（{found['number']}）", soft_wrap=True)
    console.print(f"  .venv/bin/jingmei trace {id_}")
    console.print(f"\nAPI: {layout.gateway_url}/docs · {layout.gateway_url}/openapi.json")
    logins = ", ".join([ADMIN, *(staff.login for staff in EVERY_STAFF), *EDITORS])
    console.print(f"登录名 logins in bureau {stage.bureau}: {logins}", soft_wrap=True)
    suffix = "" if stage.bureau_name.startswith("滨江") else f"-{stage.bureau}"
    console.print(f"密码 passwords: {layout.home}/demo-passwords{suffix}")
    console.print("The stack goes on: make status · make logs s=outlet · [bold]make down[/bold] stops it")
