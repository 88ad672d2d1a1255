"""Charts of a report, each as SVG and as PNG. matplotlib is of `requirements/bench.txt`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from tests.load.figures import Figure
from tests.load.goals import AT_ONCE, GROWING, PAGES, PLACES, PROCESSES, facts, tried
from tests.load.sections import title

OURS, THEIRS, ACCENT, EXTRA = "#1f5fa8", "#9aa5b1", "#d1672b", "#3a8f5c"
COLOURS = (OURS, ACCENT, EXTRA, THEIRS)
AT = 32
PEERS = ("http_write", "peer_nameko", "peer_fast", "peer_fast_hop", "peer_same", "peer_same_hop")
Figures = Sequence[Figure]
PAGE_LABELS = ("p50, ms", "CPU-ms of the process that serves")
PAGE_MEASURES: tuple[Callable[[Figure], float], ...] = (lambda f: f.p50, lambda f: f.cpu.get("gateway", 0.0))
mpl.rcParams.update(
    {
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
        "svg.hashsalt": "bench",
    }
)


def draw(figures: Figures, folder: Path) -> dict[str, str]:
    """Draw what was measured into a folder; the names of the SVG files by what they show."""
    folder.mkdir(parents=True, exist_ok=True)
    charts: Mapping[str, tuple[str, Callable[[Figures], Canvas | None]]] = {
        "the same job, ours and what one would build instead": ("peers", _peers),
        "HTTP read and write under load": ("http", _http),
        "where the time of the whole chain goes": ("chain", _chain),
        "what grows": ("growth", _growth),
        "scoring, when much comes at once": ("contention", _contention),
        "pages beside the API calls that they make": ("pages", _pages),
    }
    drawn = {}
    for shown, (name, make) in charts.items():
        canvas = make(figures)
        if canvas is None:
            continue
        for kind in ("svg", "png"):
            canvas.savefig(folder / f"{name}.{kind}", dpi=150, metadata={"Date": None} if kind == "svg" else None)
        drawn[shown] = f"{name}.svg"
    return drawn


def _peers(figures: Figures) -> Canvas | None:
    """Requests a second and CPU a request, at 32."""
    found = [each for name in PEERS for each in _of(figures, name) if each.concurrency == AT]
    if not found:
        return None
    canvas = Canvas(figsize=(9, 3.4), layout="constrained")
    left, right = canvas.subplots(1, 2, sharey=True)
    names = [title(each.name) for each in found]
    colours = [OURS if each.name == PEERS[0] else THEIRS for each in found]
    for axes, label, values in (
        (left, f"requests a second at {AT}", [each.per_second for each in found]),
        (right, f"CPU-ms a request at {AT}, all servers", [each.cpu_all for each in found]),
    ):
        bars = axes.barh(names, values, color=colours)
        axes.bar_label(bars, [f"{value:,.0f}" if value >= 100 else f"{value:.1f}" for value in values], padding=3)
        axes.set_title(label)
        axes.margins(x=0.15)
    left.invert_yaxis()
    return canvas


def _http(figures: Figures) -> Canvas | None:
    """p50 and p99 of a read, of a write and of its event's effect."""
    reads, writes = _of(figures, "http_read"), _of(figures, "http_write")
    if not reads or not writes:
        return None
    canvas = Canvas(figsize=(9, 3), layout="constrained")
    left, right = canvas.subplots(1, 2)
    _lines(left, "HTTP read", reads, {"p50": lambda f: f.p50, "p99": lambda f: f.p99})
    _lines(
        right, "HTTP write, and its event's effect in another service", writes,
        {"p50": lambda f: f.p50, "p99": lambda f: f.p99, "effect p50": lambda f: f.effect_p50 or 0.0},
    )  # fmt: skip
    return canvas


def _lines(axes: Axes, label: str, figures: Figures, values: Mapping[str, Callable[[Figure], float]]) -> None:
    at = [each.concurrency for each in figures]
    for (name, value), colour in zip(values.items(), COLOURS, strict=False):
        axes.plot(at, [value(each) for each in figures], marker="o", color=colour, label=name)
    axes.set_xscale("log", base=2)
    axes.set_xticks(at, [str(each) for each in at])
    axes.set_xlabel("requests at a time")
    axes.set_ylabel("ms")
    axes.set_ylim(bottom=0)
    axes.set_title(label)
    axes.legend(frameon=False)


def _chain(figures: Figures) -> Canvas | None:
    """The p50 of each step of the whole chain, ours and the peer's."""
    found = [*_of(figures, "chain"), *_of(figures, "peer_chain")]
    if not found:
        return None
    canvas = Canvas(figsize=(9, 4.2), layout="constrained")
    axes = canvas.subplots()
    names, width = list(found[0].steps), 0.8 / len(found)
    for place, (each, colour) in enumerate(zip(found, COLOURS, strict=False)):
        at = [number + place * width for number in range(len(names))]
        label = f"{title(each.name)}, {each.concurrency} at a time: {each.per_second:.1f} works a second"
        axes.barh(at, [each.steps.get(name, 0.0) for name in names], height=width, color=colour, label=label)
    axes.set_yticks([number + width * (len(found) - 1) / 2 for number in range(len(names))], names)
    axes.invert_yaxis()
    axes.set_xlabel("ms (p50)")
    axes.legend(frameon=False)
    return canvas


def _growth(figures: Figures) -> Canvas | None:
    """p50 and p99 by size, both axes logarithmic."""
    found = {name: of for name in GROWING if (of := sorted(_of(figures, name), key=lambda each: each.size))}
    if not found:
        return None
    canvas = Canvas(figsize=(9, 3), layout="constrained")
    for axes, (name, each) in zip(canvas.subplots(1, len(found), squeeze=False)[0], found.items(), strict=True):
        sizes = [one.size for one in each]
        axes.plot(sizes, [one.p50 for one in each], marker="o", color=OURS, label="p50")
        axes.plot(sizes, [one.p99 for one in each], marker="o", color=ACCENT, label="p99")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_ylim(0.5, 1_000)
        axes.set_title(title(name), fontsize=8)
        axes.set_ylabel("ms")
        axes.legend(frameon=False)
    return canvas


def _contention(figures: Figures) -> Canvas | None:
    """Facts a second, and tries a fact, by how many processes score them."""
    cells = [(place, count) for place in PLACES for count in PROCESSES]
    found = {cell: each for cell in cells for each in _of(figures, facts(*cell)) if each.concurrency == AT_ONCE}
    if not found:
        return None
    canvas = Canvas(figsize=(9, 3), layout="constrained")
    measures: dict[str, Callable[[Figure], float]] = {
        f"facts a second, of {AT_ONCE} works": lambda f: f.per_second,
        "tries a fact": tried,
    }
    for axes, (label, measure) in zip(canvas.subplots(1, 2), measures.items(), strict=True):
        for (place, where), colour in zip(PLACES.items(), COLOURS, strict=False):
            of = {count: measure(each) for (at, count), each in found.items() if at == place}
            axes.plot(list(of), list(of.values()), marker="o", color=colour, label=where)
        axes.set_xticks(PROCESSES, [str(each) for each in PROCESSES])
        axes.set_xlabel("processes")
        axes.set_ylim(bottom=0)
        axes.set_title(label)
        axes.legend(frameon=False)
    return canvas


def _pages(figures: Figures) -> Canvas | None:
    """What opening a page takes of the process that serves it, beside what a program takes that makes its calls."""
    found = [each for name in PAGES for each in _of(figures, name)]
    if not found:
        return None
    calls = {each.name.removesuffix("_calls"): each for each in figures if each.name.endswith("_calls")}
    canvas = Canvas(figsize=(9, 2.8), layout="constrained")
    places = range(len(found))
    for axes, label, measure in zip(canvas.subplots(1, 2, sharey=True), PAGE_LABELS, PAGE_MEASURES, strict=True):
        axes.barh([place - 0.2 for place in places], [measure(each) for each in found], 0.4, color=OURS, label="page")
        asked = [measure(calls[each.name]) if each.name in calls else 0.0 for each in found]
        axes.barh([place + 0.2 for place in places], asked, 0.4, color=THEIRS, label="its API calls")
        axes.set_title(label)
        axes.legend(frameon=False)
    axes.set_yticks(places, [title(each.name) for each in found])
    axes.invert_yaxis()
    return canvas


def _of(figures: Figures, name: str) -> list[Figure]:
    return [each for each in figures if each.name == name]
