"""What was measured, and what of it goes into the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Sample:
    """One run of one cell. `latencies` and `seconds` in seconds, `cpu` in CPU seconds by process name.

    `made`: all calls that were answered, also those of the warm-up, whose latencies are not kept; in `seconds`.
    """

    latencies: Sequence[float]
    seconds: float
    made: int
    errors: int = 0
    cpu: Mapping[str, float] = field(default_factory=dict)
    # CPU seconds that programs which are no part of the run took from it.
    others: float = 0.0
    # What was made: its id and when (epoch seconds) it was asked for.
    marks: Sequence[tuple[str, float]] = ()
    # Seconds from asking for it to its event's effect in another service.
    effects: Sequence[float] = ()
    # Of what has several steps: the seconds that each took, by its name.
    steps: Mapping[str, Sequence[float]] = field(default_factory=dict)
    # Of a page: bytes to who comes for the `first` time and to who comes `again`.
    sent: Mapping[str, int] = field(default_factory=dict)
    # What the parts counted themselves meanwhile, by `counts.COUNTED`.
    counts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """One cell over all rounds: the median of each round's number. Times in milliseconds."""

    name: str
    concurrency: int
    p50: float
    p99: float
    per_second: float
    cpu: Mapping[str, float]
    errors: int
    count: int
    effect_p50: float | None = None
    effect_p99: float | None = None
    # Cores that programs which are no part of the run kept busy.
    others: float = 0.0
    # How much there is: characters, outlets, works, API calls of a page.
    size: int = 0
    # The p50 of each step.
    steps: Mapping[str, float] = field(default_factory=dict)
    # Of a page: bytes to who comes for the `first` time and to who comes `again`.
    sent: Mapping[str, int] = field(default_factory=dict)
    # What the parts counted themselves, of one call.
    counts: Mapping[str, float] = field(default_factory=dict)

    @property
    def cpu_all(self) -> float:
        """CPU-ms a call of every server process together; the load clients are not counted."""
        return sum(self.cpu.values())

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            **asdict(self),
            "cpu": dict(self.cpu),
            "steps": dict(self.steps),
            "sent": dict(self.sent),
            "counts": dict(self.counts),
            "cpu_all": self.cpu_all,
        }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all values do not exceed (nearest rank). Raises: ValueError without values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def merged(samples: Sequence[Sample]) -> Sample:
    """One sample of several clients that ran side by side."""
    return Sample(
        latencies=[value for sample in samples for value in sample.latencies],
        seconds=max(sample.seconds for sample in samples),
        made=sum(sample.made for sample in samples),
        errors=sum(sample.errors for sample in samples),
        marks=[mark for sample in samples for mark in sample.marks],
        effects=[value for sample in samples for value in sample.effects],
        steps=_steps(samples),
    )


def in_turn(samples: Sequence[Sample]) -> Sample:
    """One sample of several that were taken one after the other, each with its CPU time and counts."""
    return replace(
        merged(samples),
        seconds=sum(sample.seconds for sample in samples),
        cpu=_sums(sample.cpu for sample in samples),
        counts=_sums(sample.counts for sample in samples),
        others=sum(sample.others for sample in samples),
    )


def _sums(each: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """What mappings hold, added up by name."""
    found: dict[str, float] = {}
    for one in each:
        for name, value in one.items():
            found[name] = found.get(name, 0.0) + value
    return found


def _steps(samples: Sequence[Sample]) -> dict[str, list[float]]:
    """The steps of all samples together, in their order."""
    names = dict.fromkeys(name for sample in samples for name in sample.steps)
    return {name: [value for sample in samples for value in sample.steps.get(name, ())] for name in names}


def figure(name: str, concurrency: int, rounds: Sequence[Sample], size: int = 0) -> Figure:
    """The figure of one cell. Raises: ValueError when a round measured nothing."""
    effects = [sample.effects for sample in rounds if sample.effects]
    return Figure(
        name=name,
        concurrency=concurrency,
        p50=median(percentile(s.latencies, 0.50) for s in rounds) * 1e3,
        p99=median(percentile(s.latencies, 0.99) for s in rounds) * 1e3,
        per_second=median(s.made / s.seconds for s in rounds),
        cpu={p: median(s.cpu[p] / s.made for s in rounds) * 1e3 for p in rounds[0].cpu},
        errors=sum(s.errors for s in rounds),
        count=sum(s.made for s in rounds),
        effect_p50=median(percentile(e, 0.50) for e in effects) * 1e3 if effects else None,
        effect_p99=median(percentile(e, 0.99) for e in effects) * 1e3 if effects else None,
        others=median(s.others / s.seconds for s in rounds),
        size=size,
        steps={name: percentile(values, 0.5) * 1e3 for name, values in _steps(rounds).items() if values},
        sent=rounds[0].sent,
        counts={name: median(s.counts[name] / s.made for s in rounds) for name in rounds[0].counts},
    )
