"""The goals: those of the architecture under Speed, and those for what the program exists for, a work's whole way.

Ratios within one run but for what is told in a unit: those hold for a quiet machine of two cores like the one on which
they were set, and how much a first visit may send holds anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.load.figures import Figure

PAGES = ("page_sign_in", "page_home", "page_works", "page_queue", "page_review", "page_overview")
# Whose rows differ by how much there is, and not by how many ask.
GROWING = ("screening", "ranking", "place", "list")
Figures = Mapping[tuple[str, int], Figure]


@dataclass(frozen=True)
class Goal:
    """A ratio (or a difference) and its limit: at most, or at least when `at_least`."""

    name: str
    limit: float
    measure: Callable[[Figures], float]
    at_least: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a goal came to; `value` is None when something it needs was not measured."""

    goal: str
    limit: float
    at_least: bool
    unit: str
    value: float | None
    met: bool
    why: str = ""

    @property
    def sign(self) -> str:
        """Which side of the limit is good."""
        return "≥" if self.at_least else "≤"


def _floor(figures: Figures) -> float:
    return figures["round_trip", 1].p50 + figures["majority_write", 1].p50


def _grouping(figures: Figures, level: int) -> float:
    return figures["http_write", level].per_second * figures["transaction", 1].p50 / 1e3


def _lag(figures: Figures) -> float:
    accept = figures["http_write", 32]
    if accept.effect_p50 is None:
        raise KeyError("effects")
    return accept.effect_p50 - accept.p50


def _points(figures: Figures) -> float:
    found = figures["chain", 16].effect_p50
    if found is None:
        raise KeyError("points")
    return found


def _rate(figures: Figures, peer: str) -> float:
    return figures["http_write", 32].per_second / figures[peer, 32].per_second


def _cost(figures: Figures, peer: str) -> float:
    return figures["http_write", 32].cpu_all / figures[peer, 32].cpu_all


def _largest(figures: Figures) -> float:
    return max(figures[name, 1].sent["first"] for name in PAGES) / 1e3


def _beside(peer: str, title: str, rate: float, cost: float) -> tuple[Goal, Goal]:
    """What is asked of the same job beside one peer."""
    return (
        Goal(f"requests/s at 32, ours / {title}", rate, lambda f: _rate(f, peer), at_least=True),
        Goal(f"CPU a request at 32, ours / {title}", cost, lambda f: _cost(f, peer)),
    )


GOALS = (
    Goal("RPC p50 / raw round trip", 1.8, lambda f: f["our_rpc", 1].p50 / f["round_trip", 1].p50),
    Goal(
        "service CPU per call, stock / ours", 4.0,
        lambda f: f["stock_service", 32].cpu["stock"] / f["our_service", 32].cpu["bench"], at_least=True,
    ),
    Goal("accept p50 alone / (round trip + majority write)", 4.0, lambda f: f["http_write", 1].p50 / _floor(f)),
    Goal("accepts/s at 32 × serial transaction", 2.5, lambda f: _grouping(f, 32), at_least=True),
    Goal("accepts/s at 128 × serial transaction", 3.5, lambda f: _grouping(f, 128), at_least=True),
    Goal("event effect p50 − accept p50 at 32", 8.0, _lag, unit="ms"),
    *_beside("peer_nameko", "nameko-examples", 5.0, 1 / 6),
    *_beside("peer_fast", "FastAPI", 2.5, 1 / 4.5),
    *_beside("peer_fast_hop", "FastAPI with a hop", 5.0, 1 / 6),
    *_beside("peer_same", "FastAPI with our promises", 2.5, 1 / 4.5),
    *_beside("peer_same_hop", "FastAPI with our promises and a hop", 5.0, 1 / 6),
    Goal("draft to points at 16, CPU", 170.0, lambda f: f["chain", 16].cpu_all, unit="ms"),
    Goal("works a second, draft to points at 16", 10.0, lambda f: f["chain", 16].per_second, at_least=True),
    Goal("verified metrics to points, p50 at 16", 150.0, _points, unit="ms"),
    Goal("HTTP read at 32, CPU", 1.3, lambda f: f["http_read", 32].cpu_all, unit="ms"),
    Goal("accept at 32, CPU", 3.2, lambda f: f["http_write", 32].cpu_all, unit="ms"),
    Goal("screening 10,000 characters, p50", 15.0, lambda f: f["screening", 10_000].p50, unit="ms"),
    Goal("a first visit, the largest", 80.0, _largest, unit="kB"),
    Goal("the stack at rest, of a core", 3.0, lambda f: f["rest", 1].cpu_all / 10, unit="%"),
)  # fmt: skip


def judge(measured: Iterable[Figure]) -> list[Verdict]:
    """Every goal against what was measured, with the measured reason of a miss."""
    figures = {(each.name, each.size if each.name in GROWING else each.concurrency): each for each in measured}
    return [_verdict(goal, figures) for goal in GOALS]


def _verdict(goal: Goal, figures: Figures) -> Verdict:
    known = (goal.name, goal.limit, goal.at_least, goal.unit)
    try:
        value = goal.measure(figures)
    except KeyError as missing:
        return Verdict(*known, None, met=False, why=f"not measured: {missing}")
    met = value >= goal.limit if goal.at_least else value <= goal.limit
    return Verdict(*known, value, met, "" if met else reason(figures))


def reason(figures: Figures) -> str:
    """Where the time of an accepted command goes: what its parts cost alone, and who is busy under load."""
    parts = []
    for name, text in (("our_rpc", "RPC hop"), ("command", "command without HTTP"), ("http_write", "over HTTP")):
        figure = figures.get((name, 1))
        if figure is not None:
            parts.append(f"{text} {figure.p50:.2f} ms")
    loaded = figures.get(("http_write", 32))
    if loaded is not None:
        costly = sorted(loaded.cpu.items(), key=lambda item: -item[1])[:3]
        parts.append("CPU-ms a request at 32: " + ", ".join(f"{name} {cost:.2f}" for name, cost in costly))
        parts.append(f"other programs kept {loaded.others:.1f} cores busy")
    return "; ".join(parts)
