"""What a quarter left, as people see it through the gateway, in words that are the same in every run.

Rows are counted, so one too many shows as one that is missing does. Ids are replaced by the workbook's own numbers
and names; moments are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from deploy.demo.asked import HEAD
from deploy.demo.people import FINAL, LIAISON, MANAGER
from deploy.demo.phases.review import REJECTED
from deploy.demo.stage import Stage
from tests.faults.cycle_papers import lines, masked
from tests.faults.cycle_requests import requests

Row = tuple[str, ...]
Rows = Counter[Row]
MOST, TOLD = 100, 4
ENTERED, REVERSED = "points.entered", "points.reversed"


@dataclass(frozen=True)
class Facts:
    """Rows by area. `faults`: what is wrong within the run itself, whatever another one gave."""

    areas: Mapping[str, Rows]
    faults: list[str] = field(default_factory=list)


def differences(wanted: Facts, found: Facts) -> list[str]:
    """What a run lacks and what it has too much, against another: a line each, a few of every area."""
    told = list(found.faults)
    for area in sorted(wanted.areas.keys() | found.areas.keys()):
        one, other = wanted.areas.get(area, Counter()), found.areas.get(area, Counter())
        for what, rows in (("missing", one - other), ("surplus", other - one)):
            told += [f"{area}: {what} {count} × {row}" for row, count in sorted(rows.items())[:TOLD]]
            if len(rows) > TOLD:
                told.append(f"{area}: {len(rows) - TOLD} more rows are {what}")
    return told


def collect(stage: Stage) -> Facts:
    """Everything of a stage that was played. Raises: ClientError."""
    return _Collector(stage).facts()


class _Collector:
    """Asks for everything, by who may see it."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.faults = stage, list[str]()
        self.manager, self.final = stage.people[MANAGER.login], stage.people[FINAL.login]
        self.outlets = {id_: name for name, id_ in stage.ids["outlets"].items()}
        works = stage.ids["works"] | stage.ids["ideas"]
        self.works = {id_: number for number, id_ in works.items()}
        self.publications = {id_: number for number, id_ in stage.ids["publications"].items()}

    def facts(self) -> Facts:
        """All areas."""
        areas = {
            "works": Counter(self._works()),
            "permits": Counter(self._permits()),
            "ledger": Counter(self._ledger()),
            "rankings": Counter(self._rankings()),
            "awards": Counter(self._awards()),
            "inboxes": Counter(self._inboxes()),
            "documents": lines(self.stage.notes["files"]),
            "requests": Counter(requests(self.stage, self.asked)),
        }
        self._rebuilt()
        return Facts(areas, self.faults)

    @cached_property
    def names(self) -> dict[str, str]:
        """What each id stands for."""
        reviews = {
            row["id"]: f"review {self.works[row['submission']]}" for row in self.final.reviews.search(limit=MOST)
        }
        permits = {row["id"]: f"permit {self.works[row['submission']]}" for row in self.permits}
        awards = {
            row["id"]: f"award {row['rule']} {row['outlet_name']} {row['work']}" for row in self.stage.notes["awards"]
        }
        asked = {row["id"]: f"request {row['title']}" for row in self.asked}
        return self.outlets | self.works | self.publications | reviews | permits | awards | asked

    @cached_property
    def asked(self) -> list[dict[str, Any]]:
        """All requests of outlets, and the cases, as their head of a unit sees them."""
        seen = self.stage.people[HEAD].requests
        return [*seen.search(limit=MOST), *seen.cases(limit=MOST)]

    @cached_property
    def permits(self) -> list[dict[str, Any]]:
        """All permits of the bureau."""
        return list(self.final.permits.permits(limit=MOST))

    @cached_property
    def entries(self) -> dict[str, list[dict[str, Any]]]:
        """The ledger of each outlet, by its name."""
        return {name: list(self.manager.scoring.ledger(id_, limit=MOST)) for id_, name in self.outlets.items()}

    def _works(self) -> Iterator[Row]:
        for row in self.final.submissions.search(limit=MOST):
            yield self.works.get(row["id"], "unknown"), row["title"], row["status"]

    def _permits(self) -> Iterator[Row]:
        """One for each approved work; their numbers are without a gap, in whichever order."""
        numbers = sorted(int(row["number"].rpartition("-")[2]) for row in self.permits)
        if numbers != list(range(1, len(numbers) + 1)):
            self.faults.append(f"permits: numbers {numbers}")
        approved = Counter(row.number for row in self.stage.quarter.works if row.grade != REJECTED)
        if approved != Counter(self.works[row["submission"]] for row in self.permits):
            self.faults.append(f"permits: not one for each of the {approved.total()} approved works")
        for row in self.permits:
            yield self.works[row["submission"]], row["outlet_name"], row["title"], row["state"]

    def _ledger(self) -> Iterator[Row]:
        """The entries that stand. What came earlier or later is no difference: it was taken back and entered again."""
        for name, entries in self.entries.items():
            gone = {row["reverses"] for row in entries if row["reverses"]}
            standing = [row for row in entries if row["id"] not in gone and not row["reverses"]]
            if _sum(standing) != _sum(entries):
                self.faults.append(f"ledger: {name} has {_sum(entries)}, what stands is {_sum(standing)}")
            for row in standing:
                work, place = self.works.get(row["submission"], ""), self.publications.get(row["publication"], "")
                home = f"{row['period']} {row['late']}".strip()
                yield name, home, work, place, row["rule"], row["points"], masked(row["text"])

    def _rankings(self) -> Iterator[Row]:
        period = self.stage.quarter.period
        rows = list(self.manager.rankings.ranking(period, limit=MOST))
        own = ("rank", "name", "points", "works", "publications", "a_grades", "best_work")
        for category in ["", *sorted({row["category"] for row in rows})]:
            chosen = list(self.manager.rankings.ranking(period, category=category, limit=MOST)) if category else rows
            for row in chosen:
                yield category or "all", *(str(row[name]) for name in own)

    def _awards(self) -> Iterator[Row]:
        own = ("rule", "kind", "title", "status", "outlet_name", "category", "place", "overall", "points", "work")
        found = list(self.stage.people[LIAISON.login].awards.awards(self.stage.quarter.period, limit=MOST))
        for row in found:
            yield *(str(row[name]) for name in own), row["number"].rpartition("-")[2], str(bool(row["code"]))

    def _inboxes(self) -> Iterator[Row]:
        """Items by person, kind and what they are about. How many tell of points depends on the facts' order."""
        for login, person in self.stage.people.items():
            told: Rows = Counter()
            for item in person.inbox.inbox(limit=MOST):
                about = self.names.get(item["about"]["id"], item["about"]["type"])
                if item["kind"] in (ENTERED, REVERSED):
                    told[about, item["kind"]] += 1
                else:
                    yield login, item["kind"], about
            yield from {(login, "points", about) for about, _ in told}
            self._told(login, told)

    def _told(self, login: str, told: Rows) -> None:
        """Whether somebody was told once of what each fact changed in the ledger of each of their outlets."""
        owned = [name for name, owner in self.stage.notes["editors"].items() if owner == login]
        changes = {
            (name, row["submission"], row["period"], row["cause"], REVERSED if row["reverses"] else ENTERED)
            for name in owned
            for row in self.entries[name]
        }
        wanted: Rows = Counter((self.works.get(change[1], change[0]), change[-1]) for change in changes)
        for what, rows in (("was not told", wanted - told), ("was told too often", told - wanted)):
            self.faults += [f"inboxes: {login} {what} of {row} × {count}" for row, count in rows.items()]

    def _rebuilt(self) -> None:
        """Whether the quarter computed once more from what came in is what stands."""
        found = self.manager.scoring.rebuild(self.stage.quarter.period)
        if not found["identical"] or found["ranking"] is False:
            self.faults.append(f"rebuild: {dict(found)}")


def _sum(entries: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(row["points"]) for row in entries), Decimal())
