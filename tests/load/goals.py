"""The goals: those of the architecture under Speed, and those for what the program exists for, a work's whole way.

Ratios within one run but for what is told in a unit: those hold for a quiet machine of two cores like the one on which
they were set, and how much a first visit may send holds anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from tests.load.counts import ALONE, UNITS
from tests.load.figures import Figure

PAGES = ("page_sign_in", "page_home", "page_works", "page_queue", "page_review", "page_overview")
# Of facts that come at once: where they are from, and by how many processes they are scored.
PLACES = {"outlet": "one outlet", "bureau": "one bureau", "bureaus": "eight bureaus"}
PROCESSES = (1, 2, 4)
AT_ONCE = 64
# Whose rows differ by how much there is, and not by how many ask.
GROWING = ("screening", "ranking", "place", "list")
Figures = Mapping[tuple[str, int], Figure]


def facts(place: str, processes: int) -> str:
    """What the cell is called of facts from there, scored by so many."""
    return f"facts_{place}_{processes}"


@dataclass(frozen=True)
class Goal:
    """A ratio (or a difference) and its limit: at most, or at least when `at_least`."""

    name: str
    limit: float
    measure: Callable[[Figures], float]
    at_least: bool = False
    unit: str = ""
    # Why it is missed, by what was measured beside it; None: where an accepted command spends its time.
    reason: Callable[[Figures], str] | None = None


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


def _alone(figures: Figures) -> float:
    return max(figures[facts(place, 1), AT_ONCE].per_second for place in PLACES)


def _more(figures: Figures) -> float:
    """The least that several processes make of what one makes, wherever the facts are from."""
    rates = {
        (place, count): figures[facts(place, count), AT_ONCE].per_second for place in PLACES for count in PROCESSES
    }
    return min(rate / rates[place, 1] for (place, count), rate in rates.items() if count > 1)


def _costs(figures: Figures) -> str:
    """What a fact costs whom when one process scores."""
    parts = []
    for place, where in PLACES.items():
        cpu = figures[facts(place, 1), AT_ONCE].cpu
        parts.append(f"{where} " + ", ".join(f"{program} {cost:.1f}" for program, cost in cpu.items()))
    return f"CPU-ms a fact, by one process, {AT_ONCE} works: " + "; ".join(parts)


def tried(figure: Figure) -> float:
    """How often one of what was counted was in a transaction, 1 when nothing was lost."""
    return figure.counts.get(UNITS, 0.0) + figure.counts.get(ALONE, 0.0)


def _losses(figures: Figures) -> str:
    """What the most processes lose, beside what one does."""
    parts = []
    for place, where in PLACES.items():
        few, many = (figures[facts(place, count), AT_ONCE] for count in (PROCESSES[0], PROCESSES[-1]))
        tries, before = (tried(figure) for figure in (many, few))
        parts.append(f"{where} {tries:.2f} ({before:.2f}) tries, {many.cpu_all:.1f} ({few.cpu_all:.1f}) CPU-ms")
    return f"a fact by {PROCESSES[-1]} (by {PROCESSES[0]}) processes, {AT_ONCE} works: " + "; ".join(parts)


def _largest(figures: Figures) -> float:
    return max(figures[name, 1].sent["first"] for name in PAGES) / 1e3


def _chains(level: int, measure: Callable[[Figure], float], figures: Figures) -> float:
    return measure(figures["chain", level]) / measure(figures["peer_chain", level])


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
    Goal("screening 10,000 characters, p50", 60.0, lambda f: f["screening", 10_000].p50, unit="ms"),
    Goal("scoring, facts/s of one process", 600.0, _alone, at_least=True, reason=_costs),
    Goal("scoring, facts/s by several processes / by one, the least", 1.0, _more, at_least=True, reason=_losses),
    Goal("a first visit, the largest", 80.0, _largest, unit="kB"),
    Goal("the stack at rest, of a core", 3.0, lambda f: f["rest", 1].cpu_all / 10, unit="%"),
)  # fmt: skip


# What is told beside the goals: it has no limit.
RATIOS: Mapping[str, Callable[[Figures], float]] = {
    f"{what} at {level}, ours / one FastAPI program": partial(_chains, level, measure)
    for level in (1, 16)
    for what, measure in (
        ("chains/s", lambda f: f.per_second), ("CPU a chain", lambda f: f.cpu_all),
        ("p50 of a chain", lambda f: f.p50), ("metrics' effect p50", lambda f: f.effect_p50 or 0.0),
    )
}  # fmt: skip


def ratios(measured: Iterable[Figure]) -> list[tuple[str, float]]:
    """Those whose figures were measured."""
    figures, found = by_name(measured), []
    for what, measure in RATIOS.items():
        try:
            found.append((what, measure(figures)))
        except KeyError:
            continue  # a part that was left out
    return found


def by_name(measured: Iterable[Figure]) -> Figures:
    """The figures by their cell's name and how many ask, or how much there is."""
    return {(each.name, each.size if each.name in GROWING else each.concurrency): each for each in measured}


def judge(measured: Iterable[Figure]) -> list[Verdict]:
    """Every goal against what was measured, with the measured reason of a miss."""
    figures = by_name(measured)
    return [_verdict(goal, figures) for goal in GOALS]


def _verdict(goal: Goal, figures: Figures) -> Verdict:
    known = (goal.name, goal.limit, goal.at_least, goal.unit)
    try:
        value = goal.measure(figures)
    except KeyError as missing:
        return Verdict(*known, None, met=False, why=f"not measured: {missing}")
    met = value >= goal.limit if goal.at_least else value <= goal.limit
    return Verdict(*known, value, met, "" if met else (goal.reason or reason)(figures))


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
