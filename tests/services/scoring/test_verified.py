"""Only what somebody has answered for counts: the ledger is the sum over the verified facts, whatever their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.compute import compute
from services.scoring.domain.explain import working_text
from services.scoring.domain.facts import Facts, Publication, merge
from services.scoring.domain.heard import publication_of, subject_of, told
from services.scoring.domain.ledger import Entry, Received, Scored, advance
from services.scoring.domain.scores import counted, homes
from services.scoring.repository.documents import facts_document, facts_of
from services.submission.domain import (
    Change,
    Snapshot,
    Submission,
    metrics,
    publications,
    reprints,
    revocation,
    rulings,
    verification,
)
from services.submission.domain import Publication as Reported
from services.submission.domain.verification import Said
from shared import events
from shared.contracts.outlet_terms import Level
from shared.contracts.scoring_terms import Cause
from shared.contracts.submission_terms import Placement
from shared.errors import DomainError
from tests.services.scoring.makers import START, book, facts, publication, snapshot
from tests.services.submission import makers as submissions

NOW = START + timedelta(days=30)
OUTLET = submissions.KNOWN["o1"]
ACTS = ("report", "verify", "verify", "refuse", "correct", "correct", "withdraw", "measure", "revoke")


class Story:
    """A work, everything that happens to its publications, and every event that tells of it."""

    def __init__(self) -> None:
        self.work: Submission = submissions.approved(at=START - timedelta(days=90))
        self.kept: dict[str, Reported] = {}
        self.measured: dict[str, Snapshot] = {}
        self.told: list[tuple[events.Event, int]] = [(submissions.approval(self.work), 1)]

    def go(self, data: st.DataObject, act: str) -> None:
        """One step, if it may be."""
        one = data.draw(st.sampled_from(sorted(self.kept.values(), key=lambda each: each.url))) if self.kept else None
        try:
            if act == "report":
                self._keep(self._report(data))
            elif act == "revoke":
                heard = rulings.hear(self.work, submissions.revocation(self.work), self._moment(data))
                change, moved = revocation.revoked(heard, self.kept.values() if heard.applied else ())
                self.work = change.submission
                self.kept |= {after.id: after for _, after in moved}
                self.told += [(event, self.work.version) for event in change.events]
            elif one is not None:
                getattr(self, f"_{act}")(data, one)
        except DomainError:
            return

    def _report(self, data: st.DataObject) -> tuple[Change, Reported]:
        given_ = submissions.publication(
            self.work,
            url=f"https://example.com/{data.draw(st.integers(1, 3))}",
            level=data.draw(st.sampled_from(list(Level))),
            published_at=START + timedelta(days=data.draw(st.integers(0, 20))),
            reprint_of=self._source(data),
        )
        return publications.report(self.work, OUTLET, given_, list(self.kept.values()), NOW)

    def _source(self, data: st.DataObject) -> str:
        """What something reprints: any publication of the work, or none."""
        return data.draw(st.sampled_from(["", *sorted(self.kept, key=lambda id_: self.kept[id_].url)]))

    def _verify(self, _: st.DataObject, one: Reported) -> None:
        self._keep(
            verification.verify(self.work, one, list(self.kept.values()), "liaison", NOW, outlet_name=OUTLET.name)
        )

    def _refuse(self, _: st.DataObject, one: Reported) -> None:
        self._keep(verification.refuse(self.work, one, "liaison", "查无此文", NOW))

    def _withdraw(self, _: st.DataObject, one: Reported) -> None:
        self._keep(verification.withdraw(self.work, one, "writer", "", NOW))

    def _correct(self, data: st.DataObject, one: Reported) -> None:
        staff = data.draw(st.booleans())
        values = {
            "placement": data.draw(st.sampled_from(list(Placement))),
            "published_at": START + timedelta(days=data.draw(st.integers(-60, 20))),
            "reprint_of": self._source(data),
            "reprint": False,
        }
        said = Said("liaison" if staff else "writer", NOW, "笔误", staff)
        every = list(self.kept.values())
        self._keep(verification.correct(self.work, one, values, every, said=said, outlet_name=OUTLET.name))

    def _measure(self, data: st.DataObject, one: Reported) -> None:
        taken = self.measured.get(one.id)
        if taken is None:
            moment = one.published_at + timedelta(days=7)
            given_ = submissions.snapshot(one, observed_at=moment, reads=6000)
            self._count(one, metrics.report(one, given_, metrics.Around(), NOW))
        elif taken.stands and data.draw(st.booleans()):
            said, reads = metrics.Said("writer", NOW, "多报"), data.draw(st.sampled_from((10, 6000, 12_000)))
            self._count(one, metrics.correct(one, taken, {"reads": reads}, metrics.Around(), said))
        elif taken.stands:
            gone = metrics.refuse(taken, "liaison", "截图不实", NOW)
            self.measured[one.id] = gone
            event = events.MetricsRefused(self.work.state(), "liaison", one.state(), gone.state(), "截图不实")
            self.told.append((event, self.work.version))

    @staticmethod
    def _moment(data: st.DataObject) -> datetime:
        return START + timedelta(days=data.draw(st.sampled_from((10, 30))))

    def _count(self, one: Reported, taken: Snapshot) -> None:
        verified = metrics.verify(taken, "liaison", NOW)
        self.measured[one.id] = verified
        event = events.MetricsVerified(self.work.state(), "liaison", one.state(), verified.state())
        self.told.append((event, self.work.version))

    def _keep(self, done: tuple[Change, Reported]) -> None:
        change, one = done
        followed = reprints.following(one, list(self.kept.values()))
        change = reprints.told(change, one, followed)
        self.work = change.submission
        self.kept |= {moved.id: moved for moved in (one, *(after for _, after in followed))}
        self.told += [(event, self.work.version) for event in change.events]

    def _measurement(self, of: str, taken: Snapshot) -> Mapping[str, Any]:
        """What a verified snapshot says, known from itself."""
        event = events.MetricsVerified(self.work.state(), "liaison", self.kept[of].state(), taken.state())
        return told(event, self.work.version, NOW).snapshots

    @property
    def facts(self) -> Facts:
        """What is so in the end, told by nobody: the verified publications, and the verified numbers of each."""
        last = [publication_of(one.state()) for one in self.kept.values()]
        everything = Facts()
        for event, version in self.told:
            everything = merge(everything, told(event, version, NOW))
        verified = {one.id: one for one in last if one.status == "verified"}
        known = {
            id_: each
            for one in last
            if one.id in verified and (taken := self.measured.get(one.id)) is not None and taken.stands
            for id_, each in self._measurement(one.id, taken).items()
        }
        return replace(everything, publications=verified, snapshots=known)


def ledger(heard: list[tuple[events.Event, int]]) -> tuple[Scored, list[Entry]]:
    """The ledger after these events."""
    scored, entries = Scored("s1", submissions.BUREAU), list[Entry]()
    for number, (event, version) in enumerate(heard):
        step = advance(scored, Received(f"e{number}", Cause.FACT, NOW, told(event, version, NOW), ""), book())
        if step is not None:
            scored, entries = step.after, [*entries, *step.entries]
    return scored, entries


def sums(lines: Any) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for publication_, rule, cents in lines:
        found[publication_, rule] += cents
    return {key: cents for key, cents in found.items() if cents}


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_in_any_order_and_again_the_ledger_is_the_sum_over_verified_facts(data: st.DataObject) -> None:
    story = Story()
    for act in data.draw(st.lists(st.sampled_from(ACTS), min_size=1, max_size=14)):
        story.go(data, act)
    again = data.draw(st.lists(st.sampled_from(story.told), max_size=5))
    heard = data.draw(st.permutations([*story.told, *again]))
    _, entries = ledger(heard)
    wanted = compute(book(), story.facts).lines
    assert sums((each.publication, each.rule, each.cents) for each in entries) == sums(
        (line.key.publication, line.key.rule, line.cents) for line in wanted
    )
    assert ledger(story.told)[0].facts == ledger(heard)[0].facts


def heard(number: int, fact: Facts, frontier: str = "") -> Received:
    return Received(f"e{number}", Cause.FACT, NOW, fact, frontier)


def after(*received: Received) -> list[Entry]:
    scored, entries = Scored("s1", "330108"), list[Entry]()
    for each in received:
        step = advance(scored, each, book())
        if step is not None:
            scored, entries = step.after, [*entries, *step.entries]
    return entries


def in_version(version: int, status: str, **changes: Any) -> Publication:
    return publication(version=version, status=status, basis="liaison", **changes)


@pytest.mark.parametrize("status", ["reported", "refused", "withdrawn"])
def test_what_is_not_verified_earns_nothing_and_nothing_for_its_reads(status: str) -> None:
    found = compute(book(), facts(in_version(1, status, level="central"), snapshots=[snapshot(reads=100_001)]))
    assert found.lines == ()
    assert [note.reason for note in found.notes] == ([] if status == "withdrawn" else [status])


def test_what_is_not_verified_is_not_the_first_publication() -> None:
    later = publication("p2", published_at=START + timedelta(days=1), level="county")
    found = compute(book(), facts(in_version(1, "reported", level="central"), later, original=True))
    alone = compute(book(), facts(later, original=True))
    assert found.lines == alone.lines and alone.lines


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (in_version(3, "refused"), [("2026-Q3", "", 200), ("2026-Q4", "2026-Q3", -200)]),
        (
            in_version(3, "verified", level="municipal"),
            [("2026-Q3", "", 200), ("2026-Q4", "2026-Q3", -200), ("2026-Q4", "2026-Q3", 500)],
        ),
    ],
    ids=["refused", "corrected"],
)
def test_after_closing_it_follows_in_the_next_open_quarter_and_says_so(later: Publication, expected: Any) -> None:
    entries = after(heard(0, facts(in_version(2, "verified"))), heard(1, Facts(publications={"p1": later}), "2026-Q3"))
    assert [(entry.period, entry.late, entry.cents) for entry in entries] == expected


def test_one_that_is_verified_after_closing_is_late() -> None:
    entries = after(
        heard(0, facts(in_version(1, "reported"))),
        heard(1, Facts(publications={"p1": in_version(2, "verified")}), "2026-Q3"),
    )
    assert [(entry.period, entry.late, entry.cents) for entry in entries] == [("2026-Q4", "2026-Q3", 200)]


def test_a_quarter_counts_what_is_verified_and_knows_what_is_not() -> None:
    whole = facts(in_version(1, "reported"), snapshots=[snapshot()])
    assert (counted(whole), homes(whole)) == ({}, ["2026-Q3"])
    verified = merge(whole, Facts(publications={"p1": in_version(2, "verified")}))
    assert counted(verified) == {"2026-Q3": {"publications": 1, "metrics": 1, "works": 1}}


def test_facts_from_before_publications_were_verified_count() -> None:
    """They had the version of their work in place of one of their own."""
    document = facts_document(facts(publication(version=7)))
    for name in ("status", "basis", "rule", "rule_version"):
        del document["publications"][0][name]
    known = facts_of(document)
    assert known.publications["p1"].counts and known.publications["p1"].basis == "before"
    later = merge(known, Facts(publications={"p1": in_version(2, "refused")}))
    assert not later.publications["p1"].counts


def test_the_rule_that_verified_is_named_in_the_working() -> None:
    by_rule = publication(status="verified", basis="rule", rule="own_channel", rule_version=3)
    (line,) = compute(book(), facts(by_rule)).lines
    assert line.working.verified_by == "own_channel@3"
    assert working_text(line.working, "zh").endswith("（刊发按自核规定 own_channel@3 核实）")


def test_events_from_before_say_nothing_of_a_status_and_count() -> None:
    state = events.PublicationState("p1", "wechat_oa", "county", "滨江播报", START)
    assert publication_of(state).counts
    assert subject_of(submissions.approved().state(), 1).outlet == "o1"
