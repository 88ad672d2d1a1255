"""What a report is made of: how its rows are called, and the tables that they are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services import PROGRAMS
from tests.load import counts
from tests.load.cells import ENGINES
from tests.load.figures import Figure
from tests.load.goals import PAGES, PLACES, PROCESSES, facts, tried

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
    "peer_chain": "one FastAPI program",
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
    **{facts(place, count): f"{where}, by {count}" for place, where in PLACES.items() for count in PROCESSES},
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
COMMITS: dict[str, Callable[[Figure], str]] = {
    "the last ms": lambda f: f"{f.effect_p50 or 0.0:.0f}",
    "tries a fact": lambda f: f"{tried(f):.2f}",
    "alone": lambda f: f"{f.counts.get(counts.ALONE, 0.0):.0%}",
    "groups apart": lambda f: f"{f.counts.get(counts.FALLBACKS, 0.0) / (f.counts.get(counts.ROUNDS, 0.0) or 1):.0%}",
}
ALL = TIMES | CPU | EFFECT | ERRORS
# Short, so that they stand beside each other.
DATABASE = {
    "asked": counts.ASKED, "queries": counts.QUERIES, "read": counts.READ, "written": counts.WRITTEN,
    "transactions": counts.TRANSACTIONS, "given up": counts.GIVEN_UP,
}  # fmt: skip
MESSAGES = {
    "published": counts.PUBLISHED, "delivered": counts.DELIVERED, "units": counts.UNITS,
    "fell apart": counts.FALLBACKS, "alone": counts.ALONE, "lost": counts.STALE, "log lines": counts.LINES,
}  # fmt: skip
COUNTED = (
    "command", "http_read", "http_write", "peer_nameko", "peer_fast", "peer_fast_hop", "peer_same", "peer_same_hop",
    "chain", "peer_chain",
)  # fmt: skip


def group(figure: Figure) -> str:
    """How many units a group commit had."""
    rounds = figure.counts.get(counts.ROUNDS, 0.0)
    return f"{figure.counts[counts.UNITS] / rounds:.1f}" if rounds else ""


def _counted(names: Mapping[str, str]) -> dict[str, Callable[[Figure], str]]:
    return {short: lambda f, name=name: _number(f.counts.get(name)) for short, name in names.items()}  # type: ignore[misc]


WHO: dict[str, Callable[[Figure], str]] = {"": lambda f: title(f.name), "at": lambda f: f"{f.concurrency}"}
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
        ("chain", "peer_chain"),
        ALL,
        "Draft, handed in, screened, two levels of review, permit, published, metrics reported and verified, points: "
        "eleven requests and their events, ours through five services. The effect is that of the verified metrics. The "
        "peer keeps the same promises the plain way, in one program with one database; what it leaves out is in "
        "`tests/load/peers/fast_chain`.",
    ),
    Section(
        "By process, CPU-ms of one call",
        ("http_read", "http_write", "chain"),
        WHO | {name: lambda f, name=name: _number(f.cpu.get(name)) for name in (*ENGINES, *PROGRAMS)},  # type: ignore[misc]
        "Of what runs in that part; RabbitMQ and MongoDB serve all of it.",
    ),
    Section(
        "Counted by the database, of one call",
        COUNTED,
        WHO | _counted(DATABASE),
        "Counts hold on any machine. Requests to the database and queries among them, documents read and written, "
        "transactions committed and given up. What the other programs of that part do besides (renewed leases, polls "
        "of an outbox) is in it.",
    ),
    Section(
        "Counted by the broker and by ours, of one call",
        COUNTED,
        WHO | _counted(MESSAGES) | {"a group": group},
        "Messages published and delivered; units, how many of them a group commit had, groups that fell apart, units "
        "that were committed alone then, tries lost to another; lines in logs.",
    ),
    Section(
        "Pages",
        [f"{name}{rest}" for name in PAGES for rest in ("", "_calls")],
        {"calls" if name == "at" else name: show for name, show in TIMES.items()} | CPU | SENT | ERRORS,
        "One reader. Beside each page the API calls that it makes, made by a program. Web CPU-ms are those of "
        "the process that serves both. A first visit is the page with all that it needs, as it is sent to a browser; "
        "again, what such a browser has not kept.",
    ),
    Section(
        "Scoring, when much comes at once",
        [facts(place, count) for place in PLACES for count in PROCESSES],
        {"works" if each == "at" else each: show for each, show in TIMES.items()} | COMMITS | CPU | ERRORS,
        "The verified metrics of so many works in one burst, by so many processes. The last: from the first fact to "
        "the last one's points. Tries: how often a fact was in a transaction, 1 when nothing was lost. Alone: those "
        "facts that were committed in a transaction of their own after their group was refused. Groups apart: those of "
        "all group commits that were refused.",
    ),
    Section("At rest", ("rest",), REST, "Per cent of one core, by process, as `make up` runs them."),
    Section("What grows", ("screening", "ranking", "place", "list"), TIMES | ERRORS, "Four readers at a time."),
)  # fmt: skip


def _number(value: float | None) -> str:
    """Two digits of what is small; nothing of what was not counted."""
    return (
        "" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    )


def share(milliseconds: float) -> str:
    """CPU-ms a second as per cent of a core."""
    return f"{milliseconds / 10:.2f}"


def title(name: str) -> str:
    """What a cell is called."""
    return TITLES.get(name, name)
