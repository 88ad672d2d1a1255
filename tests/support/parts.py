"""What a run says at its very end: how long each part took, and what was skipped, which fails the run.

A part is a folder under `tests/`. A test that is skipped, or expected to fail, tests nothing: a run with one is not
green unless its reason is among `ALLOWED`, and then the reason stands in the last lines.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from pathlib import PurePath

import pytest

# Reasons for which a test may be skipped, word for word.
WITHOUT_BENCH = "requirements/bench.txt is of `make bench` alone"
ALLOWED = frozenset({WITHOUT_BENCH})
# Set by `make test`: the seconds that lint took before, and installation where it was needed.
LINT = "LINT_SECONDS"


class Parts:
    """Hears of every test, from wherever it ran; `allowed` are the reasons for which one may be skipped."""

    def __init__(self, allowed: frozenset[str] = ALLOWED) -> None:
        self._allowed = allowed
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._tests: defaultdict[str, set[str]] = defaultdict(set)
        self._skipped: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Each test tells three times: of its preparation, of itself, of its clearing away."""
        part = part_of(report.nodeid)
        self._seconds[part] += report.duration
        self._tests[part].add(report.nodeid)
        if (reason := reason_of(report)) is not None:
            self._skipped[report.nodeid] = reason

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A whole module may be skipped while it is read."""
        if report.skipped:
            self._skipped[report.nodeid] = str(reason_of(report))

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Nothing failed, and yet something was not tested: that is no success."""
        if exitstatus == pytest.ExitCode.OK and self._refused:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
        """Last of all, after pytest's own summary."""
        yield
        if self._tests or self._skipped:
            terminalreporter.section("parts")
            for line in self._lines():
                terminalreporter.line(line)

    @property
    def _refused(self) -> dict[str, str]:
        return {test: reason for test, reason in self._skipped.items() if reason not in self._allowed}

    def _lines(self) -> Iterator[str]:
        if lint := os.environ.get(LINT):
            yield row("lint", "", lint)
        for part, seconds in sorted(self._seconds.items()):
            yield row(part, str(len(self._tests[part])), f"{seconds:.0f}")
        yield row("all", str(sum(map(len, self._tests.values()))), f"{sum(self._seconds.values()):.0f}")
        for reason, count in Counter(self._skipped.values()).items():
            if reason in self._allowed:
                yield f"skipped: {count}, because {reason}"
        for test, reason in self._refused.items():
            yield f"NOT TESTED, so the run has failed: {test}: {reason}"


def row(part: str, tests: str, seconds: str) -> str:
    """A line of the table; seconds are those of the tests, of which several may run side by side."""
    return f"{part:<16}{tests + ' tests' if tests else '':>12}{seconds:>8} s"


def part_of(test: str) -> str:
    """The folder under `tests/` that a test is in."""
    folders = PurePath(test.partition("::")[0]).parts[:-1]
    return next((each for each in folders if each != "tests"), "tests")


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str | None:
    """Why a test was skipped or might fail; None for one that counts."""
    if (expected := getattr(report, "wasxfail", None)) is not None:
        return f"expected to fail: {expected}"
    if not report.skipped:
        return None
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")
