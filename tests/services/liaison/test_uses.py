"""What came of material: publications that name it, whatever the order in which facts of them come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from services.liaison.domain.uses import Fact, Use, heard
from shared.events import (
    MetricsRefused,
    MetricsState,
    MetricsVerified,
    PublicationCorrected,
    PublicationRefused,
    PublicationReported,
    PublicationState,
    PublicationVerified,
    PublicationWithdrawn,
    SubmissionState,
)
from tests.services.liaison.makers import MONDAY

WORK = SubmissionState("w1", "2026-000012", "work", "daily", "published", 1, "hash", "夜巡三公里", "editor")
PLACE = PublicationState(
    "p1", "wechat_oa", "county", "滨江播报", MONDAY, url="https://example.com/1", status="reported", material="r1"
)


def after(*facts: Fact) -> Use | None:
    known: Use | None = None
    for fact in facts:
        known = heard(known, fact, "330108")
    return known


def place(version: int, **changes: object) -> PublicationState:
    return replace(PLACE, version=version, **changes)  # type: ignore[arg-type]


def numbers(reads: int, days: int, id_: str = "m1") -> MetricsState:
    return MetricsState(id_, "p1", MONDAY + timedelta(days=days), reads)


def test_a_publication_without_material_is_none_of_ours() -> None:
    assert after(PublicationReported(WORK, "editor", replace(PLACE, material=""))) is None


def test_the_newest_version_is_shown_whatever_the_order() -> None:
    facts = (
        PublicationReported(WORK, "editor", PLACE),
        PublicationVerified(WORK, "liaison", place(2, status="verified")),
        PublicationCorrected(WORK, "liaison", place(3, status="verified", media="滨江日报")),
    )
    for order in permutations(facts):
        known = after(*order)
        assert known is not None
        assert (known.request, known.status, known.media, known.title) == ("r1", "verified", "滨江日报", "夜巡三公里")


def test_what_names_it_no_more_does_not_come_back() -> None:
    facts = (
        PublicationReported(WORK, "editor", PLACE),
        PublicationCorrected(WORK, "editor", place(2, material="")),
    )
    for order in permutations(facts):
        known = after(*order)
        assert known is not None and known.request == ""


@pytest.mark.parametrize("over", [PublicationRefused, PublicationWithdrawn])
def test_what_is_over_is_shown_no_more(over: type[PublicationRefused | PublicationWithdrawn]) -> None:
    status = "refused" if over is PublicationRefused else "withdrawn"
    facts = (PublicationReported(WORK, "editor", PLACE), over(WORK, "x", place(2, status=status), "理由"))
    for order in permutations(facts):
        known = after(*order)
        assert known is not None and not known.stands
    assert (known := after(facts[0])) is not None and known.stands


def test_the_reads_are_those_of_the_newest_verified_snapshot() -> None:
    verified = place(2, status="verified")
    facts = (
        PublicationVerified(WORK, "liaison", verified),
        MetricsVerified(WORK, "liaison", verified, numbers(1200, 1)),
        MetricsVerified(WORK, "liaison", verified, numbers(3200, 7, "m2")),
    )
    for order in permutations(facts):
        known = after(*order)
        assert known is not None and known.reads == 3200
    mended = MetricsVerified(WORK, "liaison", verified, replace(numbers(3100, 7, "m2"), version=2))
    for order in permutations((*facts, mended)):
        assert (known := after(*order)) is not None and known.reads == 3100
    refused = MetricsRefused(WORK, "liaison", verified, replace(numbers(3200, 7, "m2"), version=2), "与截图不符")
    for order in permutations((*facts, refused)):
        assert (known := after(*order)) is not None and known.reads == 1200, "what was verified before counts again"
    alone = replace(refused, metrics=replace(numbers(1200, 1), version=2))
    assert (known := after(*facts[:2], alone)) is not None and known.reads is None
    kept = replace(refused, correction=numbers(9, 7, "m2"))
    assert (known := after(*facts, kept)) is not None and known.reads == 3200
