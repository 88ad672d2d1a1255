"""`make demo`: a county's whole quarter, from a workbook to the signed ranking, over HTTP through the gateway.

Running it twice gives the same result: every step has a key of its own, and what was done stays done.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from deploy.demo.activities import HELD_NOW, MEETINGS
from deploy.demo.calls import CALLS
from deploy.demo.desks import DESKS
from deploy.demo.play import PHASES, play
from deploy.demo.quarter.reader import BadWorkbook
from deploy.demo.report import tell
from deploy.demo.requests import REQUESTS
from deploy.demo.setup import BUREAU, SAMPLE, stage
from deploy.local.layout import ROOT, Layout
from jingmei_client import ClientError

# Of the sample's bureau alone. Outlets sign up first and it is held last, so that nobody waits for it to begin.
OWN = (MEETINGS, REQUESTS, CALLS, DESKS, HELD_NOW)
console = Console(highlight=False)
if not console.is_terminal:
    console = Console(highlight=False, width=120)


def main(arguments: list[str] | None = None) -> int:
    """Play and tell; 1 when something went wrong, with what and where to look, 2 for a workbook that cannot be read."""
    parser = argparse.ArgumentParser(prog="deploy.demo", description="Play a county's quarter through the gateway")
    parser.add_argument("--input", type=Path, default=SAMPLE, help="a workbook with 媒体, 作品, 刊发, 数据")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "demo", help="where the documents go")
    given = parser.parse_args(arguments)
    layout = Layout.load()
    try:
        made = stage(layout, given.input, given.out)
    except (BadWorkbook, OSError) as error:
        why = f"不能读取 / cannot be read: {error.strerror}" if isinstance(error, OSError) else error
        console.print(f"[red]✗[/red] {escape(f'{given.input}: {why}')}", soft_wrap=True)
        return 2
    try:
        phases = (*PHASES, *OWN) if made.bureau == BUREAU else PHASES
        tell(made, layout, play(made, console, phases), console)
    except (ClientError, TimeoutError, RuntimeError, OSError) as error:
        console.print(f"[red]✗[/red] {escape(str(error))}", soft_wrap=True)
        console.print("Look at: make status · make logs")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
