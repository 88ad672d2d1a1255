"""What becomes of a publication: verified, refused, corrected, withdrawn; and of its work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.submission.domain import Change, Publication, Submission, metrics, publications, verification, writing
from services.submission.domain.model import MAX_PUBLICATIONS
from services.submission.domain.verification import Said
from shared.contracts.outlet_terms import Level
from shared.contracts.submission_terms import Basis, Placement, PublicationStatus, SubmissionStatus
from shared.errors import Conflict, Invalid
from shared.events import PublicationCorrected, PublicationRefused, PublicationVerified, PublicationWithdrawn
from tests.services.submission.makers import KNOWN, NOW, approved, publication, snapshot

LATER = NOW + timedelta(days=30)
S, P = SubmissionStatus, PublicationStatus
OUTLET = KNOWN["o1"]
FRONT = {"placement": Placement.FRONT_PAGE}
Step = Callable[["Place"], Any]


class Place:
    """A work and a publication of it, step by step."""

    def __init__(self, **changes: Any) -> None:
        work = approved()
        change, self.one = publications.report(work, OUTLET, publication(work, **changes), [], LATER)
        self.work = change.submission
        self.told: list[Any] = list(change.events)
        self.others: list[Publication] = []

    def verify(self, **levels: Any) -> Place:
        every = [self.one, *self.others]
        return self._keep(
            verification.verify(self.work, self.one, every, "liaison", LATER, outlet_name=OUTLET.name, **levels)
        )

    def refuse(self, reason: str = "查无此文") -> Place:
        return self._keep(verification.refuse(self.work, self.one, "liaison", reason, LATER))

    def withdraw(self) -> Place:
        return self._keep(verification.withdraw(self.work, self.one, "writer", "", LATER))

    def correct(self, reason: str = "笔误", staff: bool = False, **values: Any) -> Place:
        said = Said("liaison" if staff else "second", LATER, reason, staff)
        every = [self.one, *self.others]
        return self._keep(
            verification.correct(self.work, self.one, values or FRONT, every, said=said, outlet_name=OUTLET.name)
        )

    def _keep(self, ruled: tuple[Change, Publication]) -> Place:
        change, self.one = ruled
        self.work = change.submission
        self.told += change.events
        return self


def test_a_reported_one_counts_once_it_is_verified() -> None:
    place = Place()
    assert (place.one.status, place.one.version, place.one.basis) == (P.REPORTED, 1, None)
    place.verify()
    assert (place.one.status, place.one.version, place.one.basis) == (P.VERIFIED, 2, Basis.LIAISON)
    told = place.told[-1]
    assert isinstance(told, PublicationVerified)
    assert (told.publication.status, told.publication.verified_by, told.publication.version) == (
        "verified",
        "liaison",
        2,
    )
    again = verification.verify(place.work, place.one, [], "other", LATER, outlet_name=OUTLET.name)
    assert again[1] is place.one and again[0].events == ()


def test_a_refused_one_frees_its_place_and_its_work_is_approved_again() -> None:
    place = Place().refuse()
    assert (place.one.status, place.one.reason, place.work.status) == (P.REFUSED, "查无此文", S.APPROVED)
    assert place.work.publications == 0
    anew = publication(place.work)
    change, second = publications.report(place.work, OUTLET, anew, [place.one], LATER)
    assert (change.submission.status, second.status, second.place == place.one.place) == (S.PUBLISHED, P.REPORTED, True)
    assert writing.revise(place.work, "writer", {"title": "新题"}, KNOWN, LATER).submission.status is S.DRAFT
    assert writing.withdraw(place.work, "writer", "", LATER).submission.status is S.WITHDRAWN


def test_with_another_publication_the_work_stays_published() -> None:
    place = Place()
    change, other = publications.report(
        place.work, OUTLET, publication(place.work, url="https://a.cn/2"), [place.one], LATER
    )
    place.work, place.others = change.submission, [other]
    place.withdraw()
    assert (place.one.status, place.work.status, place.work.publications) == (P.WITHDRAWN, S.PUBLISHED, 1)
    assert isinstance(place.told[-1], PublicationWithdrawn)


def test_before_the_ruling_a_correction_is_what_is_reported() -> None:
    place = Place().correct("", url="https://example.com/s/9", published_at=NOW - timedelta(hours=1), earlier=True)
    assert (place.one.status, place.one.version, place.one.correction) == (P.REPORTED, 2, None)
    assert (place.one.url, place.one.before_permit) == ("https://example.com/s/9", True)
    assert place.one.said_by == ("writer", "second")
    told = place.told[-1]
    assert isinstance(told, PublicationCorrected) and told.publication.status == "reported"


def test_after_the_ruling_a_correction_waits_beside_what_counts() -> None:
    place = Place().verify()
    with pytest.raises(Invalid) as error:
        place.correct("")
    assert [(each.pointer, each.rule) for each in error.value.problems] == [("/reason", "publication.reason_required")]
    place.correct("头版刊发")
    assert (place.one.status, place.one.placement, place.one.version) == (P.VERIFIED, Placement.NORMAL, 3)
    told = place.told[-1]
    assert (told.publication.placement, told.correction.placement) == ("normal", "front_page")
    assert (told.publication.status, told.correction.status) == ("verified", "reported")
    place.correct("还在首位", length=1200)
    assert (place.one.correction.corrected.placement, place.one.correction.corrected.length) == (
        Placement.FRONT_PAGE,
        1200,
    )
    place.verify()
    assert (place.one.placement, place.one.length, place.one.correction) == (Placement.FRONT_PAGE, 1200, None)
    assert place.told[-1].publication.placement == "front_page"


@pytest.mark.parametrize("end", [Place.refuse, Place.withdraw], ids=["refused", "withdrawn"])
def test_a_correction_that_comes_to_nothing_leaves_what_counts(end: Step) -> None:
    place = Place().verify().correct()
    end(place)
    assert (place.one.status, place.one.placement, place.one.correction) == (P.VERIFIED, Placement.NORMAL, None)
    assert (place.work.status, place.work.publications) == (S.PUBLISHED, 1)
    told = place.told[-1]
    assert (told.publication.status, told.correction.placement) == ("verified", "front_page")


def test_a_liaisons_correction_is_verified_at_once() -> None:
    for place in (Place(), Place().verify()):
        with pytest.raises(Invalid):
            place.correct("", staff=True)
        place.correct("对照原文", staff=True)
        assert (place.one.status, place.one.placement, place.one.ruled_by) == (
            P.VERIFIED,
            Placement.FRONT_PAGE,
            "liaison",
        )
        assert (place.one.level, place.one.correction) == (Level.COUNTY, None)
        assert place.one.said_by[0] == "writer" and "liaison" not in place.one.said_by


def test_what_was_verified_can_be_refused() -> None:
    place = Place().verify().refuse("截图系伪造")
    assert (place.one.status, place.work.status) == (P.REFUSED, S.APPROVED)
    told = place.told[-1]
    assert isinstance(told, PublicationRefused)
    assert (told.publication.status, told.submission.status, told.correction) == ("refused", "approved", None)


@pytest.mark.parametrize("end", [Place.refuse, Place.withdraw], ids=["refused", "withdrawn"])
@pytest.mark.parametrize("act", [Place.verify, Place.withdraw, Place.correct, lambda place: place.refuse("别的")])
def test_what_is_over_is_over(end: Step, act: Step) -> None:
    place = Place()
    end(place)
    if act is end:
        assert act(place).one.version == 2
        return
    with pytest.raises(Conflict, match=r"publication\.illegal_move"):
        act(place)


def test_a_verified_one_is_not_withdrawn() -> None:
    place = Place().verify()
    with pytest.raises(Conflict, match=r"publication\.illegal_move"):
        place.withdraw()


def test_a_liaison_answers_what_waits_before_correcting() -> None:
    place = Place().verify().correct(level=Level.CENTRAL)
    with pytest.raises(Conflict, match=r"publication\.correction_waits"):
        place.correct("对照原文", staff=True)
    place.refuse("级别不符").correct("对照原文", staff=True)
    assert place.one.correction is None


def test_the_same_again_is_no_correction() -> None:
    place = Place().verify()
    assert place.correct("", placement=Placement.NORMAL).one.version == 2
    assert len(place.told) == 3


def test_a_correction_is_checked_like_a_report() -> None:
    place = Place()
    other = publications.report(place.work, OUTLET, publication(place.work, url="https://a.cn/2"), [place.one], LATER)
    place.others = [other[1]]
    with pytest.raises(Conflict, match=r"publication\.twice"):
        place.correct(url="https://a.cn/2")
    for values, found in (
        ({"published_at": LATER + timedelta(days=1)}, ("/published_at", "moment.future")),
        ({"url": ""}, ("/url", "publication.url_required")),
        ({"reprint_of": place.one.id}, ("/reprint_of", "publication.source_unknown")),
    ):
        with pytest.raises(Invalid) as error:
            place.correct(**values)
        assert [(each.pointer, each.rule) for each in error.value.problems] == [found]


def test_a_source_is_no_reprint_of_its_own_reprint() -> None:
    place = Place()
    reprint = publication(place.work, url="https://a.cn/2", reprint_of=place.one.id)
    place.others = [publications.report(place.work, OUTLET, reprint, [place.one], LATER)[1]]
    with pytest.raises(Invalid):
        place.correct(reprint_of=reprint.id)


def test_a_source_that_was_refused_is_no_obstacle_to_another_correction() -> None:
    source = Place()
    reprint = publication(source.work, url="https://a.cn/2", reprint_of=source.one.id)
    change, one = publications.report(source.work, OUTLET, reprint, [source.one], LATER)
    _, over = verification.refuse(change.submission, source.one, "liaison", "查无此文", LATER)
    said = Said("writer", LATER, "笔误")
    fixed = verification.correct(change.submission, one, {"length": 900}, [over, one], said=said, outlet_name="")[1]
    assert (fixed.length, fixed.group, fixed.reprint_of) == (900, over.id, over.id)


def test_the_place_of_a_correction_may_be_taken_before_it_is_verified() -> None:
    place = Place().verify().correct(url="https://a.cn/2")
    place.others = [
        publications.report(place.work, OUTLET, publication(place.work, url="https://a.cn/2"), [place.one], LATER)[1]
    ]
    with pytest.raises(Conflict, match=r"publication\.twice") as error:
        place.verify()
    there = place.others[0]
    assert error.value.params == publications.at(there, place.work, "媒体o1")


def at(level: Level | None) -> dict[str, Any]:
    """What is known now of where it appeared."""
    return {"level_now": lambda _: level}


def test_a_level_that_has_changed_since_is_looked_at_before_it_counts() -> None:
    place = Place(level=Level.CENTRAL)
    with pytest.raises(Conflict, match=r"publication\.level_differs") as differs:
        place.verify(**at(Level.COUNTY))
    assert differs.value.params == {"name": "滨江播报", "level": Level.CENTRAL, "now": Level.COUNTY}
    for seen in (Level.CENTRAL, Level.MUNICIPAL):
        with pytest.raises(Conflict, match=r"publication\.level_differs"):
            place.verify(**at(Level.COUNTY), seen=seen)
    assert place.verify(**at(Level.COUNTY), seen=Level.COUNTY).one.level is Level.COUNTY
    assert place.told[-1].publication.level == Level.COUNTY


def test_on_a_channel_that_is_verified_no_longer_nothing_is_verified() -> None:
    place = Place(channel="c1")
    for seen in (None, Level.COUNTY):
        with pytest.raises(Conflict, match=r"publication\.channel_no_longer_verified"):
            place.verify(**at(None), seen=seen)
    assert place.verify().correct(length=900).verify(**at(None)).one.length == 900  # where it is was verified before


def test_a_correction_that_waits_has_the_level_that_is_known_when_it_is_verified() -> None:
    place = Place().verify().correct(level=Level.CENTRAL, medium="m2")
    with pytest.raises(Conflict, match=r"publication\.level_differs"):
        place.verify(**at(Level.MUNICIPAL))
    assert place.one.level is Level.COUNTY
    assert place.verify(**at(Level.MUNICIPAL), seen=Level.MUNICIPAL).one.level is Level.MUNICIPAL


def test_a_liaisons_correction_verifies_no_level_that_has_changed_since() -> None:
    place = Place(level=Level.CENTRAL)
    every, said = [place.one], Said("liaison", LATER, "漏填字数", staff=True)

    def correct(**values: Any) -> Publication:
        given = {"length": 900, **values}
        return verification.correct(place.work, place.one, given, every, said=said, outlet_name="", **at(Level.COUNTY))[
            1
        ]

    with pytest.raises(Conflict, match=r"publication\.level_differs"):
        correct()
    assert correct(level=Level.COUNTY).status is P.VERIFIED


def test_corrections_have_an_end() -> None:
    place = Place()
    for number in range(1, verification.MAX_VERSIONS):
        place.correct(length=number)
    with pytest.raises(Conflict, match=r"publication\.versions"):
        place.correct(length=0)
    assert place.verify().one.status is P.VERIFIED


def test_nothing_is_measured_at_what_is_over() -> None:
    place = Place().refuse()
    with pytest.raises(Conflict, match=r"metrics\.of_no_publication"):
        metrics.report(place.one, snapshot(place.one), metrics.Around(), LATER)


def test_a_work_whose_publications_are_over_is_bounded_too() -> None:
    work: Submission = approved()
    over = [publication(work, status=P.REFUSED, url=f"https://a.cn/{n}") for n in range(MAX_PUBLICATIONS)]
    with pytest.raises(Conflict, match=r"publication\.limit"):
        publications.report(work, OUTLET, publication(work), over, LATER)
