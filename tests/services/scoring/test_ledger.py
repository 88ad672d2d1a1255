"""The ledger, pure: whatever comes in whatever order, how often, the same stands in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.compute import compute
from services.scoring.domain.facts import Facts, merge
from services.scoring.domain.ledger import Entry, Received, Scored, Step, advance, effective, replay
from services.scoring.domain.ranking import Standing, rank
from services.scoring.domain.rebuild import compare
from services.scoring.domain.scheme import Book
from services.scoring.domain.scores import Score, changes, scores
from shared.contracts.scoring_terms import Cause, Tie
from tests.services.scoring.makers import book, facts, parts, publication, scheme, snapshot, whole_facts

AT = datetime(2026, 11, 1, tzinfo=UTC)


def heard(number: int, fact: Facts | None, frontier: str = "") -> Received:
    return Received(f"e{number}", Cause.FACT, AT, fact, frontier)


def run(told: Iterable[Received], by: Book | None = None) -> tuple[Scored, list[Entry], list[Step]]:
    """A submission after all of this, its entries, the steps."""
    scored, entries, steps = Scored("s1", "330108"), list[Entry](), list[Step]()
    for received in told:
        step = advance(scored, received, by or book())
        if step is not None:
            scored = step.after
            entries += step.entries
            steps.append(step)
    return scored, entries, steps


def plain(entries: Iterable[Entry]) -> list[Any]:
    """What stands, without who caused it."""
    known = [replace(entry, id="", cause="") for entry in effective(entries)]
    return sorted(known, key=lambda entry: (entry.publication, entry.rule, entry.outlet))


def standing(scored: Scored) -> Any:
    """Its scores, but for places where nothing is left."""
    return {place: score for place, score in scores(scored).items() if score != Score()}


@settings(max_examples=150, deadline=None)
@given(whole_facts(), st.data())
def test_order_and_repetition_do_not_matter(whole: Facts, data: st.DataObject) -> None:
    pieces = parts(whole)
    again = data.draw(st.lists(st.sampled_from(pieces), max_size=6)) if pieces else []
    shuffled = data.draw(st.permutations([*pieces, *again]))
    straight = run([heard(0, whole)])
    other = run([heard(number, fact) for number, fact in enumerate(shuffled)])
    assert other[0].facts == straight[0].facts
    assert plain(other[1]) == plain(straight[1])
    assert standing(other[0]) == standing(straight[0])


@settings(max_examples=100, deadline=None)
@given(st.lists(whole_facts(), min_size=1, max_size=4), st.data())
def test_merging_is_commutative_associative_and_idempotent(several: list[Facts], data: st.DataObject) -> None:
    one, two, three = (data.draw(st.sampled_from(several)) for _ in range(3))
    assert merge(one, two) == merge(two, one)
    assert merge(merge(one, two), three) == merge(one, merge(two, three))
    assert merge(one, one) == one


@settings(max_examples=100, deadline=None)
@given(whole_facts())
def test_shares_of_every_work_add_up_exactly(whole: Facts) -> None:
    found = compute(book(), whole)
    sums: Counter[tuple[str, str]] = Counter()
    points = {}
    for line in found.lines:
        sums[line.key.publication, line.key.rule] += line.cents
        points[line.key.publication, line.key.rule] = line.working.points
    assert {key: f"{cents / 100:.2f}" for key, cents in sums.items()} == {
        key: f"{float(value):.2f}" for key, value in points.items()
    }


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(whole_facts(), st.integers(0, 3)), min_size=1, max_size=4))
def test_the_sum_of_the_entries_is_the_score_is_the_ranking(told: list[tuple[Facts, int]]) -> None:
    frontiers = ("", "2026-Q3", "2026-Q3", "2026-Q4")
    order = sorted(told, key=lambda each: each[1])  # periods close and never open again
    scored, entries, steps = run(heard(n, fact, frontiers[late]) for n, (fact, late) in enumerate(order))
    sums: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        sums[entry.period, entry.outlet] += entry.cents
    assert dict(scored.sums) == sums
    quarters = {place: score for place, score in scores(scored).items() if "Q" in place[0]}
    assert {place: score.cents for place, score in quarters.items()} == dict(sums)
    # Kept by differences, as the standings are, it comes to the same.
    kept: Counter[tuple[str, str]] = Counter()
    for step in steps:
        for place, (before, after) in changes(step.before, step.after).items():
            kept[place] += after.cents - before.cents
    assert {place: cents for place, cents in kept.items() if "Q" in place[0] and cents} == {
        place: cents for place, cents in sums.items() if cents
    }
    for period in {place[0] for place in sums}:
        standings = [Standing(o, o, "self_media", True, cents, 1) for (p, o), cents in kept.items() if p == period]
        rows = rank(standings, (Tie.TOTAL,), 0, {})
        assert [row.standing.cents for row in rows] == sorted((s.cents for s in standings), reverse=True)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(whole_facts(), st.integers(0, 3), st.integers(0, 1)), min_size=1, max_size=5))
def test_a_rebuild_is_identical(told: list[tuple[Facts, int, int]]) -> None:
    frontiers = ("", "2026-Q3", "2026-Q3", "2026-Q4")
    both = Book((scheme(), scheme(1, date(2026, 8, 1), year="mean", rounding="step")))
    order = sorted(told, key=lambda each: (each[1], each[2]))
    journal, scored, entries = [], Scored("s1", "330108"), list[Entry]()
    for number, (fact, late, serial) in enumerate(order):
        received = heard(number, fact, frontiers[late])
        step = advance(scored, received, both.until(serial))
        if step is not None:
            journal.append((received, step.after.serial))
            scored, entries = step.after, [*entries, *step.entries]
    again = list(replay(Scored("s1", "330108"), journal, both))
    found = compare(entries, again)
    assert found.identical and found.digest == found.rebuilt_digest
    assert len({entry.id for entry in entries}) == len(entries)


@settings(max_examples=100, deadline=None)
@given(whole_facts())
def test_reversing_all_gives_zero(whole: Facts) -> None:
    scored, entries, _ = run([heard(0, whole)])
    nothing = replace(scored, facts=Facts(), serial=-1)
    step = advance(replace(nothing, held=scored.held), heard(1, None), book())
    assert step is not None and not step.after.held
    whole_ledger = [*entries, *step.entries]
    assert effective(whole_ledger) == [] and sum(entry.cents for entry in whole_ledger) == 0
    assert all(cents == 0 for cents in step.after.sums.values())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(whole_facts(), st.integers(0, 3)), min_size=2, max_size=5), st.data())
def test_what_an_appeal_took_back_is_neither_taken_back_again_nor_entered_anew(
    told: list[tuple[Facts, int]], data: st.DataObject
) -> None:
    frontiers = ("", "2026-Q3", "2026-Q3", "2026-Q4")
    journal, scored, entries = [], Scored("s1", "330108"), list[Entry]()
    for number, (fact, late) in enumerate(sorted(told, key=lambda each: each[1])):
        closed = [held for held in scored.held.values() if held.period <= frontiers[late] and scored.stands(held.entry)]
        gone = data.draw(st.sampled_from(closed)).entry if closed else ""
        for received in (heard(number, Facts(settled=(gone,)) if gone else None), heard(100 + number, fact)):
            step = advance(scored, replace(received, frontier=frontiers[late]), book())
            if step is not None:
                journal.append((replace(received, frontier=frontiers[late]), step.after.serial))
                scored, entries = step.after, [*entries, *step.entries]
    settled = set(scored.facts.settled)
    assert not settled & {entry.reverses for entry in entries}
    assert max(Counter(entry.reverses for entry in entries if entry.reverses).values(), default=1) == 1
    # Of each line one entry stands, or none because of an answer; a rebuild agrees.
    lines = Counter((entry.publication, entry.rule, entry.outlet) for entry in effective(entries))
    assert max(lines.values(), default=1) == 1
    assert compare(entries, list(replay(Scored("s1", "330108"), journal, book()))).identical


def test_what_comes_late_goes_to_the_next_open_quarter_and_says_so() -> None:
    _, (entry,), _ = run([heard(0, facts(publication()), "2026-Q3")])
    assert (entry.period, entry.home, entry.late) == ("2026-Q4", "2026-Q3", "2026-Q3")


def test_a_correction_after_closing_is_a_reversal_in_the_next_open_quarter() -> None:
    before = facts(publication(), snapshots=[snapshot(reads=2000, days=6.5)])
    nearer = Facts(snapshots={"m2": snapshot("m2", reads=5000, days=7)})
    _, entries, _ = run([heard(0, before), heard(1, nearer, "2026-Q3")])
    assert [(entry.rule, entry.period, entry.late, entry.cents, bool(entry.reverses)) for entry in entries] == [
        ("metrics:day7_reads", "2026-Q3", "", 200, False),
        ("publication", "2026-Q3", "", 200, False),
        ("metrics:day7_reads", "2026-Q4", "2026-Q3", -200, True),
        ("metrics:day7_reads", "2026-Q4", "2026-Q3", 400, False),
    ]


def test_wording_alone_is_corrected_while_the_quarter_is_open_and_not_after() -> None:
    before = facts(publication(), snapshots=[snapshot(reads=2000, days=6.5)])
    nearer = Facts(snapshots={"m2": snapshot("m2", reads=2500, days=7)})  # the same tier
    assert len(run([heard(0, before), heard(1, nearer)])[1]) == 4
    assert len(run([heard(0, before), heard(1, nearer, "2026-Q3")])[1]) == 2
