"""What the phases of the demo share: the people, the quarter, and the ids that the system gave to its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from deploy.demo.people import OWNER
from deploy.demo.quarter import Quarter, Refused
from deploy.demo.waiting import PATIENCE
from jingmei_client import Client, Retry

T = TypeVar("T")
Data = dict[str, Any]
# Waits grow to 10 s, so the deadline is reached first.
PATIENT = Retry(tries=1_000)
Bootstrap = Callable[[str, str, str, str], None]
Appoint = Callable[[str, str, str], None]


@dataclass
class Stage:
    """One run. `ids` are the system's ids by sheet and by the row's own number or name; `turned_down`
    are the rows that the system has refused since the quarter was last rid of such."""

    url: str
    bureau: str
    bureau_name: str
    quarter: Quarter
    out: Path
    passwords: dict[str, str]
    bootstrap: Bootstrap
    appoint: Appoint
    workers: int = 8
    people: dict[str, Client] = field(default_factory=dict)
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
    turned_down: list[Refused] = field(default_factory=list)

    def key(self, *parts: str) -> str:
        """The key of one step: the same in every run on this workbook, so that a second run changes nothing."""
        return "-".join(("demo", self.quarter.digest[:12], *parts))

    def client(self) -> Client:
        """A new client, of nobody yet. It asks again as long as that is said to help: each change has one effect."""
        return Client(self.url, deadline=PATIENCE, retry=PATIENT)

    def editor(self, outlet: str) -> Client:
        """Who runs an outlet, by its name."""
        return self.people[self.notes["editors"][outlet]]

    def speakers(self) -> list[tuple[Client, str]]:
        """Everybody who runs outlets, with the first of theirs that was taken in; the one of the guides first."""
        first = {login: name for name, login in reversed(self.notes["editors"].items())}
        logins = sorted(first, key=lambda login: (login != OWNER, login))
        return [(self.people[login], self.ids["outlets"][first[login]]) for login in logins]

    def side_by_side(self, work: Callable[[T], object], items: Iterable[T], step: Callable[[], object]) -> None:
        """Do `work` for all items, several at once; the first error ends it."""
        with ThreadPoolExecutor(self.workers) as pool:
            for _ in pool.map(work, items):
                step()


@dataclass(frozen=True)
class Phase:
    """One phase: what it is called, how many steps it has, and its doing, which is given a `step` to call at each."""

    name: str
    total: Callable[[Stage], int]
    play: Callable[[Stage, Callable[[], object]], None]
