"""Publications and metrics: what is refused, marked, capped, flagged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.submission.domain import Publication, Snapshot, metrics, publications
from services.submission.domain.snapshot import NUMBERS
from shared.contracts.outlet_terms import Platform
from shared.contracts.submission_terms import Flag, MetricsStatus, SubmissionStatus
from shared.errors import Conflict, Invalid
from shared.events import PublicationReported, PublishedBeforeEmbargo, SubmissionPublished
from tests.services.submission.makers import (
    KNOWN,
    NOW,
    approved,
    draft,
    idea,
    outlet,
    publication,
    snapshot,
    submitted,
)

LATER = NOW + timedelta(days=30)
OUTLET = KNOWN["o1"]


def placed(**changes: Any) -> Publication:
    work = approved()
    return publications.report(work, OUTLET, publication(work, **changes), [], LATER)[1]


def problems(given_: Publication, *others: Publication) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as error:
        publications.report(approved(), OUTLET, given_, others, LATER)
    return {(each.pointer, each.rule) for each in error.value.problems}


def test_the_first_publication_makes_the_work_published() -> None:
    work = approved()
    change, first = publications.report(work, OUTLET, publication(work), [], LATER)
    assert [type(event) for event in change.events] == [SubmissionPublished, PublicationReported]
    assert change.submission.status is SubmissionStatus.PUBLISHED
    assert (first.group, first.media, first.before_permit, first.before_embargo) == (first.id, "滨江播报", False, False)
    again = publication(work, url="https://example.com/s/2")
    change, _ = publications.report(change.submission, OUTLET, again, [first], LATER)
    assert [type(event) for event in change.events] == [PublicationReported]
    assert change.submission.publications == 2
    told: Any = change.events
    assert {event.publication.status for event in told} == {"reported"}


@pytest.mark.parametrize("work", [draft(), submitted(), idea()], ids=lambda one: f"{one.kind}-{one.status}")
def test_nothing_is_published_without_approval(work: Any) -> None:
    with pytest.raises(Conflict, match="illegal_move"):
        publications.report(work, OUTLET, publication(work), [], LATER)


def test_a_closed_outlet_reports_nothing() -> None:
    work = approved()
    with pytest.raises(Conflict, match="outlet_may_not"):
        publications.report(work, outlet("o1", "closed"), publication(work), [], LATER)
    assert publications.report(work, outlet("o1", "suspended"), publication(work), [], LATER)


def test_what_was_too_early_is_marked() -> None:
    work = approved(embargo_until=NOW + timedelta(days=1))
    marks = []
    for hours in (-1, 1, 25):
        given_ = publication(work, published_at=NOW + timedelta(hours=hours), earlier=True)
        found = publications.report(work, OUTLET, given_, [], LATER)[1]
        marks.append((found.before_permit, found.before_embargo))
    assert marks == [(True, True), (False, True), (False, False)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"published_at": LATER + timedelta(milliseconds=1)}, {("/published_at", "moment.future")}),
        ({"url": ""}, {("/url", "publication.url_required")}),
        ({"reprint_of": "else"}, {("/reprint_of", "publication.source_unknown")}),
        ({"reprint": True}, {("/source", "publication.source_required")}),
        ({"source": "大众日报"}, {("/reprint", "publication.source_of_no_reprint")}),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    assert problems(publication(approved(), **changes)) == expected


def test_what_was_told_to_the_second_is_not_before_a_permit_of_that_second() -> None:
    at = NOW + timedelta(seconds=5, milliseconds=812)
    embargo = NOW + timedelta(hours=1, seconds=20)
    work = approved(at=at, embargo_until=embargo)
    given_ = {
        "the second": at.replace(microsecond=0), "the minute": NOW, "before": NOW + timedelta(seconds=4),
        "the embargo's minute": NOW + timedelta(hours=1),
    }  # fmt: skip
    found = {
        name: publications.report(work, OUTLET, publication(work, published_at=moment), [], LATER)[1]
        for name, moment in given_.items()
    }
    assert {name: one.before_permit for name, one in found.items()} == {
        "the second": False, "the minute": False, "before": True, "the embargo's minute": False,
    }  # fmt: skip
    assert [name for name, one in found.items() if not one.before_embargo] == ["the embargo's minute"]


def test_what_appeared_before_the_work_was_written_says_so() -> None:
    work, ago = approved(), NOW - timedelta(days=3)
    assert problems(publication(work, published_at=ago)) == {("/published_at", "publication.before_written")}
    early = placed(published_at=ago, earlier=True)
    assert (early.earlier, early.before_permit, early.state().earlier) == (True, True, True)
    assert placed(published_at=NOW).earlier is False
    assert placed(earlier=True).earlier is False  # it is not so, whatever is said


def test_before_the_embargos_end_is_told_with_who_decided_it() -> None:
    ends = NOW + timedelta(days=1)
    work = approved(embargo_until=ends)
    change, first = publications.report(work, OUTLET, publication(work), [], LATER)
    told = change.events[-1]
    assert isinstance(told, PublishedBeforeEmbargo)
    assert (told.embargo_until, told.approved_by, told.publication.id) == (ends, "reviewer", first.id)
    change, _ = publications.report(work, OUTLET, publication(work, published_at=ends), [], LATER)
    assert PublishedBeforeEmbargo not in [type(each) for each in change.events]


def test_a_reprint_is_grouped_with_its_source() -> None:
    source = placed()
    work = approved()
    reprint = publications.report(
        work, OUTLET, publication(work, reprint_of=source.id, url="https://a.cn/2"), [source], LATER
    )[1]
    again = publications.report(
        work, OUTLET, publication(work, reprint_of=reprint.id, url="https://b.cn/3"), [source, reprint], LATER
    )[1]
    assert (reprint.reprint, reprint.group, again.group) == (True, source.id, source.id)
    early = publication(work, reprint_of=source.id, url="https://a.cn/5", published_at=NOW)
    marked = publications.report(work, OUTLET, early, [source], LATER)[1]
    assert (reprint.before_source, marked.before_source, marked.group) == (False, True, source.id)
    told = publication(work, url="https://c.cn/4", reprint=True, source="大众日报")
    assert publications.report(work, OUTLET, told, [source], LATER)[1].group == told.id


@pytest.mark.parametrize(
    "url",
    [
        "https://EXAMPLE.com/s/1",
        "http://example.com/s/1",
        "https://example.com:443/s/1/",
        "https://example.com/s/1#top",
    ],
)
def test_the_same_address_is_reported_once(url: str) -> None:
    first, work = placed(), approved()
    with pytest.raises(Conflict, match=r"publication\.twice"):
        publications.report(work, OUTLET, publication(work, url=url), [first], LATER)


def test_the_refusal_names_where_it_stands() -> None:
    first, work = placed(), approved()
    with pytest.raises(Conflict) as error:
        publications.report(work, OUTLET, publication(work), [first], LATER)
    assert error.value.params == {
        "number": work.number, "outlet": "o1", "outlet_name": "媒体o1", "publication": first.id, "media": "滨江播报",
        "published_on": "2026-11-02",
    }  # fmt: skip


def test_an_address_that_is_none_is_named() -> None:
    assert problems(publication(approved(), url="http://\u200d/")) == {("/url", "url")}


def test_without_an_address_medium_and_day_tell_publications_apart() -> None:
    paper = {"platform": Platform.NEWSPAPER, "url": "", "media": "大众日报"}
    first, work = placed(**paper), approved()
    with pytest.raises(Conflict, match=r"publication\.twice"):
        publications.report(work, OUTLET, publication(work, **paper), [first], LATER)
    for other in ({"media": "齐鲁晚报"}, {"published_at": NOW + timedelta(days=1)}):
        assert publications.report(work, OUTLET, publication(work, **paper | other), [first], LATER)


# --- metrics ---


def reported(of: Publication, *present: Snapshot, history: tuple[int, ...] = (), **changes: Any) -> Snapshot:
    return metrics.report(of, snapshot(of, **changes), metrics.Around(present, history=history), LATER)


@pytest.mark.parametrize(
    ("moment", "rule"),
    [
        (LATER + timedelta(seconds=1), "moment.future"),
        (NOW, "metrics.before_publication"),
    ],
)
def test_a_snapshot_is_of_a_moment_since_the_publication(moment: Any, rule: str) -> None:
    with pytest.raises(Invalid) as error:
        reported(placed(), observed_at=moment)
    assert {(each.pointer, each.rule) for each in error.value.problems} == {("/observed_at", rule)}


def test_a_snapshot_told_to_the_second_may_be_of_the_second_of_its_publication() -> None:
    of = placed(published_at=NOW + timedelta(seconds=5, milliseconds=812))
    assert reported(of, observed_at=NOW + timedelta(seconds=5)).observed_at == NOW + timedelta(seconds=5)


@pytest.mark.parametrize(
    ("platform", "reads", "kept", "capped"),
    [
        (Platform.WECHAT_OA, 100_000, 100_000, False),
        (Platform.WECHAT_OA, 100_001, 100_001, True),
        (Platform.WECHAT_OA, 3_000_000, 100_001, True),
        (Platform.WECHAT_CHANNELS, 3_000_000, 3_000_000, False),
        (Platform.DOUYIN, 100_001, 100_001, False),
    ],
)
def test_wechat_shows_no_more_than_its_cap(platform: Platform, reads: int, kept: int, capped: bool) -> None:
    found = reported(placed(platform=platform), reads=reads)
    assert (found.reads, found.capped) == (kept, capped)


def test_the_same_again_is_the_same_and_other_numbers_are_refused() -> None:
    of = placed()
    first = reported(of, reads=200_000, likes=3)
    assert reported(of, first, reads=300_000, likes=3) is first
    with pytest.raises(Conflict, match=r"metrics\.exists"):
        reported(of, first, reads=200_000, likes=4)


def test_a_number_that_falls_is_flagged_whichever_comes_first() -> None:
    of = placed()
    day7 = reported(of, reads=1000, likes=10)
    day8 = {"observed_at": day7.observed_at + timedelta(days=1)}
    day3 = {"observed_at": day7.observed_at - timedelta(days=4)}
    assert reported(of, day7, reads=1200, likes=12, **day8).flags == ()
    assert reported(of, day7, reads=1200, likes=9, **day8).flags == (Flag.DROP,)
    assert reported(of, day7, reads=999, likes=10, **day8).flags == (Flag.DROP,)
    assert reported(of, day7, reads=400, likes=10, **day3).flags == ()
    assert reported(of, day7, reads=1001, likes=10, **day3).flags == (Flag.DROP,)


@pytest.mark.parametrize(
    ("reads", "history", "jump"),
    [
        (90_000, (1000, 1100, 900, 1300), False),  # too little is known of the outlet
        (90_000, (1000, 1100, 900, 1300, 800), True),
        (4_900, (1000, 1000, 1000, 1000, 1000), False),  # less than fivefold
        (90_000, (1000, 90_000, 300, 40_000, 7_000), False),  # such is the outlet
        (9, (0, 0, 0, 0, 0), True),
        (2, (0, 0, 0, 0, 0), False),
    ],
)
def test_a_jump_stands_out_from_the_outlets_history(reads: int, history: tuple[int, ...], jump: bool) -> None:
    assert reported(placed(), reads=reads, history=history).flags == ((Flag.JUMP,) if jump else ())


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**12), max_size=30), st.integers(0, 10**6))
def test_more_reads_never_stand_out_less(reads: int, history: list[int], more: int) -> None:
    assert metrics.jumps(reads + more, history) or not metrics.jumps(reads, history)


@pytest.mark.parametrize(
    ("proof_from", "reads", "proof", "refused"),
    [
        (None, 90_000, (), False),
        (0, 0, (), True),
        (10_000, 9_999, (), False),
        (10_000, 10_000, (), True),
        (10_000, 10_000, ("f1",), False),
    ],
)
def test_a_bureau_may_want_proof(proof_from: int | None, reads: int, proof: tuple[str, ...], refused: bool) -> None:
    of = placed()
    around, given_ = metrics.Around(proof_from=proof_from), snapshot(of, reads=reads, proof=proof)
    if not refused:
        assert metrics.report(of, given_, around, LATER).reads == reads
        return
    with pytest.raises(Invalid) as error:
        metrics.report(of, given_, around, LATER)
    assert [(each.pointer, each.rule) for each in error.value.problems] == [("/proof", "metrics.proof_required")]


@pytest.mark.parametrize(
    ("minutes", "reads", "differs"),
    [(0, 1200, False), (0, 1201, True), (-1, 1200, False), (-1, 1201, True), (1, 1201, False), (1, 1199, True)],
)
def test_one_article_has_the_same_figures_wherever_they_are_reported(minutes: int, reads: int, differs: bool) -> None:
    one, other = placed(), placed(platform=Platform.DOUYIN)
    twin = snapshot(other)
    given_ = snapshot(one, reads=reads, observed_at=twin.observed_at + timedelta(minutes=minutes))
    found = metrics.report(one, given_, metrics.Around(twins=[twin]), LATER)
    assert found.flags == ((Flag.DIFFERS,) if differs else ())


def test_what_counts_without_proof_says_so() -> None:
    first = reported(placed())
    assert (first.without_proof, metrics.verify(first, "liaison", LATER).without_proof) == (False, True)
    assert not metrics.verify(replace(first, proof=("f1",)), "liaison", LATER).without_proof


@pytest.mark.parametrize("name", NUMBERS)
def test_whichever_number_is_so_high_wants_proof(name: str) -> None:
    """A scheme may score likes or shares as it scores reads."""
    of, around = placed(), metrics.Around(proof_from=10_000)
    with pytest.raises(Invalid) as error:
        metrics.report(of, snapshot(of, **{"reads": 0, name: 10_000}), around, LATER)
    assert [each.rule for each in error.value.problems] == ["metrics.proof_required"]
    assert metrics.report(of, snapshot(of, **{"reads": 0, name: 9_999}), around, LATER).status == "reported"


def test_what_is_reported_again_leaves_a_waiting_correction_as_it_is() -> None:
    of, said = placed(), metrics.Said("writer", LATER, "多报")
    one = metrics.verify(reported(of), "liaison", LATER)
    waiting = metrics.correct(of, one, {"reads": 900}, metrics.Around(present=[one]), said)
    around = metrics.Around(present=[waiting])
    again = snapshot(of, reads=one.reads)
    assert metrics.report(of, again, around, LATER) is waiting
    proven = metrics.report(of, replace(again, proof=("f1",)), around, LATER)
    assert proven.correction is not None and waiting.correction is not None
    assert (proven.proof, proven.correction.corrected.proof) == ((), ("f1",))
    assert (proven.correction.corrected.reads, proven.correction.reason) == (900, "多报")


def test_a_correction_is_judged_as_a_report_is() -> None:
    of, said = placed(), metrics.Said("writer", LATER, "多报")
    one = metrics.verify(reported(of), "liaison", LATER)
    earlier = snapshot(of, reads=1000, observed_at=one.observed_at - timedelta(days=1))
    around = metrics.Around(present=[earlier, one])
    waiting = metrics.correct(of, one, {"reads": 900}, around, said)
    assert waiting.correction is not None and waiting.correction.corrected.flags == (Flag.DROP,)
    assert metrics.correct(of, waiting, {"reads": 900}, around, said) is waiting
    back = metrics.correct(of, waiting, {"reads": one.reads}, around, said)
    assert (back.correction, back.reads, back.version) == (None, one.reads, waiting.version + 1)
    capped = metrics.correct(of, reported(of), {"reads": 200_000}, metrics.Around(), said)
    assert (capped.reads, capped.capped) == (100_001, True)
    lower = metrics.correct(of, capped, {"reads": 5}, metrics.Around(), said)
    assert (lower.reads, lower.capped) == (5, False)
    with pytest.raises(Invalid):
        metrics.correct(of, one, {"reads": 50_000}, metrics.Around(proof_from=10_000), said)
    for over in (metrics.refuse(one, "liaison", "不符", LATER), replace(one, version=metrics.MAX_VERSIONS)):
        with pytest.raises(Conflict):
            metrics.correct(of, over, {"reads": 1}, around, said)


def test_a_ruling_holds_until_it_is_taken_back() -> None:
    first = reported(placed())
    verified = metrics.verify(first, "liaison", LATER)
    assert (verified.status, verified.version, verified.ruled_by) == (MetricsStatus.VERIFIED, 2, "liaison")
    assert metrics.verify(verified, "another", LATER) is verified
    taken_back = metrics.refuse(verified, "liaison", "不符", LATER)
    assert (taken_back.status, taken_back.version, taken_back.reason) == (MetricsStatus.REFUSED, 3, "不符")
    with pytest.raises(Conflict) as error:
        metrics.refuse(taken_back, "liaison", "另一理由", LATER)
    assert error.value.code == "metrics.illegal_move" and error.value.params == {"status": "refused", "allowed": []}
    refused = metrics.refuse(first, "liaison", "不符", LATER)
    with pytest.raises(Conflict, match="illegal_move"):
        metrics.verify(refused, "liaison", LATER)
    assert metrics.refuse(refused, "liaison", "不符", LATER) is refused


def test_what_is_told_of_a_publication_is_what_is_kept() -> None:
    found = replace(placed(), length=1500)
    state = found.state()
    assert (state.length, state.group, state.media) == (1500, found.group, "滨江播报")
