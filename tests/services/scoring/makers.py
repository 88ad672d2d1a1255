"""Made-up facts, and strategies that draw them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from services.scoring import checking
from services.scoring.domain.facts import Approval, Author, Facts, Publication, Ruling, Snapshot, Subject
from services.scoring.domain.scheme import Book, Scheme, read

START = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)
LEVELS = ("central", "provincial", "municipal", "county", "self")
MEDIA = ("人民日报", "钱塘晚报", "滨江播报")


def scheme(serial: int = 0, since: date = date.min, **changes: Any) -> Scheme:
    """The shipped scheme with other sections."""
    return read({**checking.shipped(), **changes}, serial, since)


def book(**changes: Any) -> Book:
    """A book of one scheme."""
    return Book((scheme(**changes),))


def subject(**changes: Any) -> Subject:
    """A work of one outlet."""
    given: dict[str, Any] = {
        "version": 2, "outlet": "o1", "kind": "work", "title": "夜巡三公里", "genre": "article", "topic": "平安建设",
        "original": False, "authors": (Author("o1", 1),),
    }  # fmt: skip
    return Subject(**given | changes)


def publication(id_: str = "p1", **changes: Any) -> Publication:
    """A publication at the county level, on the first day of the quarter."""
    given: dict[str, Any] = {
        "version": 4, "id": id_, "platform": "wechat_oa", "level": "county", "media": "滨江播报",
        "published_at": START, "group": id_,
    }  # fmt: skip
    return Publication(**given | changes)


def snapshot(id_: str = "m1", of: str = "p1", reads: int = 2000, days: float = 7, **changes: Any) -> Snapshot:
    """A snapshot some days after the first day of the quarter."""
    return Snapshot(5, id_, of, START + timedelta(days=days), reads, **changes)


def facts(*publications: Publication, snapshots: Any = (), grade: str = "C", **changes: Any) -> Facts:
    """Everything about an approved work."""
    return Facts(
        subject(**changes),
        Approval(1, grade),
        {one.id: one for one in publications},
        {one.id: one for one in snapshots},
    )


def parts(whole: Facts) -> list[Facts]:
    """The same facts, each on its own."""
    found = [
        Facts(subject=whole.subject), Facts(approval=whole.approval), Facts(adopted=whole.adopted),
        Facts(implemented=whole.implemented),
    ]  # fmt: skip
    found += [Facts(publications={id_: one}) for id_, one in whole.publications.items()]
    found += [Facts(snapshots={id_: one}) for id_, one in whole.snapshots.items()]
    return [each for each in found if each != Facts()]


moments = st.integers(0, 270 * 24).map(lambda hours: START + timedelta(hours=hours))
authors = st.lists(st.integers(1, 7), min_size=1, max_size=4).map(
    lambda shares: tuple(Author(f"o{place}", share) for place, share in enumerate(shares, 1))
)
subjects = st.builds(
    subject,
    version=st.integers(1, 3),
    genre=st.sampled_from(["article", "video"]),
    topic=st.sampled_from(["反诈", "禁毒"]),
    original=st.booleans(),
    authors=authors,
)


@st.composite
def publications(draw: st.DrawFn) -> dict[str, Publication]:
    """Up to five publications of a work, some of them reprints."""
    found: dict[str, Publication] = {}
    for number in range(draw(st.integers(0, 5))):
        id_ = f"p{number}"
        reprint = draw(st.booleans())
        found[id_] = publication(
            id_,
            level=draw(st.sampled_from(LEVELS)),
            media=draw(st.sampled_from(MEDIA)),
            medium=draw(st.sampled_from(["", "entry"])),
            published_at=draw(moments),
            placement=draw(st.sampled_from(["normal", "front_page"])),
            byline=draw(st.sampled_from(["own", "own", "own", "paid"])),
            length=draw(st.sampled_from([0, 1000])),
            reprint=reprint,
            status=draw(st.sampled_from(["verified", "verified", "verified", "reported", "refused"])),
            group=draw(st.sampled_from(sorted(found) or [id_])) if reprint else id_,
        )
    return found


@st.composite
def whole_facts(draw: st.DrawFn) -> Facts:
    """A work, or now and then an idea."""
    if draw(st.integers(0, 9)) == 0:
        idea = draw(subjects)
        adopted = draw(st.none() | st.builds(Ruling, st.just(1), moments, st.just("80.00")))
        implemented = draw(st.none() | st.builds(Ruling, st.just(3), moments))
        return Facts(subject(kind="golden_idea", authors=idea.authors), adopted=adopted, implemented=implemented)
    appeared = draw(publications())
    measured = [
        Snapshot(
            4, f"m{number}", of, appeared[of].published_at + timedelta(days=draw(st.integers(5, 9))),
            draw(st.sampled_from([0, 1999, 2000, 30_500, 100_001])),
        )
        for number, of in enumerate(draw(st.lists(st.sampled_from(sorted(appeared)), max_size=4)) if appeared else [])
    ]  # fmt: skip
    grade = draw(st.none() | st.sampled_from("ABC"))
    approval = None if grade is None else Approval(1, grade)
    return Facts(draw(subjects), approval, appeared, {one.id: one for one in measured})
