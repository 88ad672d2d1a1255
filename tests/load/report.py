"""The report: tables on the screen, Markdown with charts and JSON in `out/bench`."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from services import PROGRAMS
from tests.load.cells import ENGINES
from tests.load.figures import Figure
from tests.load.goals import PAGES, Verdict

TITLES = {
    "round_trip": "raw AMQP round trip",
    "majority_write": "raw majority write",
    "transaction": "serial transaction (3 inserts)",
    "stock_rpc": "stock nameko RPC",
    "our_rpc": "our RPC (gateway's client)",
    "stock_service": "stock service, bare client",
    "our_service": "our service, bare client",
    "command": "our command (RPC, 3 inserts)",
    "http_read": "our HTTP read",
    "http_write": "our HTTP write (accept)",
    "peer_nameko": "nameko-examples' pattern",
    "peer_fast": "FastAPI + aio-pika + MongoDB",
    "peer_fast_hop": "FastAPI, behind an RPC hop",
    "peer_same": "FastAPI, with our promises",
    "peer_same_hop": "FastAPI, our promises, RPC hop",
    "chain": "draft to points",
    "screening": "screening (characters)",
    "ranking": "ranking, a page (outlets)",
    "place": "why an outlet stands there (outlets)",
    "list": "list of works, a page (works)",
    "rest": "nobody uses it",
    "page_sign_in": "sign-in",
    "page_sign_in_calls": "… its API calls",
    "page_home": "an outlet's home",
    "page_home_calls": "… its API calls",
    "page_works": "list of works",
    "page_works_calls": "… its API calls",
    "page_queue": "review queue",
    "page_queue_calls": "… its API calls",
    "page_review": "a review",
    "page_review_calls": "… its API calls",
    "page_overview": "overview",
    "page_overview_calls": "… its API calls",
}
# Whose CPU is the service's, by row.
SERVICES = {
    "stock_rpc": "stock", "stock_service": "stock", "our_rpc": "bench", "our_service": "bench", "command": "bench",
    "http_read": "outlet", "http_write": "outlet",
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A table of the report: which figures, and which of their numbers."""

    title: str
    names: Sequence[str]
    columns: Mapping[str, Callable[[Figure], str]]
    note: str = ""


def _service(figure: Figure) -> str:
    cost = figure.cpu.get(SERVICES.get(figure.name, ""))
    return "" if cost is None else f"{cost:.3f}"


TIMES: dict[str, Callable[[Figure], str]] = {
    "": lambda f: title(f.name),
    "at": lambda f: f"{f.size or f.concurrency:,}",
    "p50 ms": lambda f: f"{f.p50:.2f}",
    "p99 ms": lambda f: f"{f.p99:.2f}",
    "per s": lambda f: f"{f.per_second:,.0f}" if f.per_second >= 100 else f"{f.per_second:.1f}",
}
CPU: dict[str, Callable[[Figure], str]] = {"CPU-ms": lambda f: f"{f.cpu_all:.2f}"}
EFFECT: dict[str, Callable[[Figure], str]] = {
    "effect p50 ms": lambda f: "" if f.effect_p50 is None else f"{f.effect_p50:.2f}",
    "effect p99 ms": lambda f: "" if f.effect_p99 is None else f"{f.effect_p99:.2f}",
}
ERRORS: dict[str, Callable[[Figure], str]] = {"errors": lambda f: str(f.errors or "")}
SENT: dict[str, Callable[[Figure], str]] = {
    "web CPU-ms": lambda f: f"{f.cpu.get('gateway', 0.0):.2f}",
    "first kB": lambda f: f"{f.sent['first'] / 1e3:.1f}" if f.sent else "",
    "again kB": lambda f: f"{f.sent['again'] / 1e3:.1f}" if f.sent else "",
}
REST: dict[str, Callable[[Figure], str]] = {
    "": lambda f: title(f.name),
    "all": lambda f: share(f.cpu_all),
    **{name: lambda f, name=name: share(f.cpu.get(name, 0.0)) for name in (*ENGINES, *PROGRAMS)},  # type: ignore[misc]
}
ALL = TIMES | CPU | EFFECT | ERRORS
SECTIONS = (
    Section(
        "The same job beside what one would build instead",
        ("http_write", "peer_nameko", "peer_fast", "peer_fast_hop", "peer_same", "peer_same_hop"),
        ALL,
        "Take a registration over HTTP, check it, keep it by a majority write, tell it, have its effect in a second "
        "service. Within the same request ours also asks whether the session stands and what it may, writes the audit "
        "trail, knows a repeated request by its key, seals contacts, keeps history and an outbox; its event has its "
        "effect exactly once. The first three peers do none of that; the last two do it the plain way "
        "(`tests/load/peers`).",
    ),
    Section(
        "Floors, and the way of one call",
        ("round_trip", "majority_write", "transaction", "stock_rpc", "our_rpc", "stock_service", "our_service",
         "command"),
        TIMES | CPU | {"service CPU-ms": _service} | ERRORS,
    ),
    Section("HTTP read", ("http_read",), TIMES | CPU | {"service CPU-ms": _service} | ERRORS),
    Section(
        "The whole chain",
        ("chain",),
        ALL,
        "Draft, handed in, screened, two levels of review, permit, published, metrics reported and verified, points: "
        "eleven requests and their events through five services. The effect is that of the verified metrics.",
    ),
    Section(
        "Pages",
        [f"{name}{rest}" for name in PAGES for rest in ("", "_calls")],
        {"calls" if name == "at" else name: show for name, show in TIMES.items()} | CPU | SENT | ERRORS,
        "One reader. Beside each page the API calls that it makes, made by a program. Web CPU-ms are those of "
        "the process that serves both. A first visit is the page with all that it needs, as it is sent to a browser; "
        "again, what such a browser has not kept.",
    ),
    Section("At rest", ("rest",), REST, "Per cent of one core, by process, as `make up` runs them."),
    Section("What grows", ("screening", "ranking", "place", "list"), TIMES | ERRORS, "Four readers at a time."),
)  # fmt: skip


def share(milliseconds: float) -> str:
    """CPU-ms a second as per cent of a core."""
    return f"{milliseconds / 10:.2f}"


def title(name: str) -> str:
    """What a cell is called."""
    return TITLES.get(name, name)


@dataclass(frozen=True)
class Report:
    """All of one run."""

    figures: Sequence[Figure]
    verdicts: Sequence[Verdict]
    rounds: int
    seconds: float

    @property
    def others(self) -> float:
        """Cores that programs which are no part of the run kept busy, in the median cell."""
        return median(figure.others for figure in self.figures) if self.figures else 0.0

    @property
    def conditions(self) -> str:
        """On what and how it was measured."""
        return f"{machine()}; medians of {self.rounds} rounds; other programs kept {self.others:.1f} cores busy"

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "machine": machine(),
            "rounds": self.rounds,
            "seconds": round(self.seconds, 1),
            "others": round(self.others, 2),
            "figures": [{"title": title(f.name), **f.to_dict()} for f in self.figures],
            "goals": [asdict(verdict) for verdict in self.verdicts],
        }

    def write(self, folder: Path, charts: Mapping[str, str] | None = None) -> None:
        """`report.json` and `report.md`; `charts` are files in the folder, by what they show."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_bytes(orjson.dumps(self.to_dict(), option=orjson.OPT_INDENT_2))
        (folder / "report.md").write_text(self.markdown(charts or {}), encoding="utf-8")

    def markdown(self, charts: Mapping[str, str]) -> str:
        """Everything as Markdown."""
        goals = [[v.goal, f"{v.sign} {v.limit:.3g}{_unit(v)}", _value(v), _word(v)] for v in self.verdicts]
        lines = ["# Benchmark", "", f"{self.conditions}; {self.seconds:.0f} s in all. Only ratios count.", ""]
        lines += [f"![{shown}]({file})" for shown, file in charts.items()]
        lines += ["", "## Goals", "", *_markdown(("goal", "limit", "measured", ""), goals), ""]
        lines += [f"Why some are missed: {why}." for why in self._reasons()]
        for section, rows in self._tables():
            lines += ["", f"## {section.title}", "", section.note, "", *_markdown(list(section.columns), rows)]
        if steps := self._steps():
            lines += ["", "The p50 of its steps:", "", *_markdown(("step", "at", "ms"), steps)]
        return "\n".join([*lines, ""])

    def show(self, console: Console) -> None:
        """The tables on the screen."""
        console.print(self.conditions)
        for section, rows in self._tables():
            table = Table(title=section.title)
            for index, column in enumerate(section.columns):
                table.add_column(column, justify="left" if index == 0 else "right", no_wrap=True)
            for row, after in zip(rows, [*rows[1:], None], strict=True):
                table.add_row(*row, end_section=after is None or after[0] != row[0])
            console.print(table)
        self._show_goals(console)

    def _show_goals(self, console: Console) -> None:
        goals = Table(title="Goals (ARCHITECTURE.md, Speed)")
        for column in ("goal", "limit", "measured", ""):
            goals.add_column(column, justify="left")
        for verdict in self.verdicts:
            colour = "green" if verdict.met else "dim" if verdict.value is None else "red"
            limit = f"{verdict.sign} {verdict.limit:.3g}{_unit(verdict)}"
            goals.add_row(verdict.goal, limit, _value(verdict), f"[{colour}]{_word(verdict)}[/]")
        console.print(goals)
        for why in self._reasons():
            console.print(f"why: {why}")

    def _reasons(self) -> list[str]:
        """Why goals are missed that were measured."""
        return sorted({each.why for each in self.verdicts if each.why and each.value is not None})

    def _tables(self) -> list[tuple[Section, list[list[str]]]]:
        """The sections that have figures, with their rows."""
        found = []
        for section in SECTIONS:
            rows = [
                [show(figure) for show in section.columns.values()]
                for name in section.names
                for figure in self.figures
                if figure.name == name
            ]
            if rows:
                found.append((section, rows))
        return found

    def _steps(self) -> list[list[str]]:
        return [
            [name, str(figure.concurrency), f"{value:.1f}"]
            for figure in self.figures
            for name, value in figure.steps.items()
        ]


def machine() -> str:
    """What it ran on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def _unit(verdict: Verdict) -> str:
    return f" {verdict.unit}" if verdict.unit else ""


def _value(verdict: Verdict) -> str:
    return "—" if verdict.value is None else f"{verdict.value:.2f}{_unit(verdict)}"


def _word(verdict: Verdict) -> str:
    if verdict.value is None:
        return "not measured"
    return "met" if verdict.met else "MISSED"


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [columns, ["---"] * len(columns), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]
