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


# Made once: to make a strategy anew for each draw costs several times what the draw does.
counts = st.integers(0, 5)
earlier = [st.sampled_from([f"p{place}" for place in range(number)]) for number in range(1, 5)]
printed = st.fixed_dictionaries({
    "level": st.sampled_from(LEVELS),
    "media": st.sampled_from(MEDIA),
    "medium": st.sampled_from(["", "entry"]),
    "published_at": moments,
    "placement": st.sampled_from(["normal", "front_page"]),
    "byline": st.sampled_from(["own", "own", "own", "paid"]),
    "length": st.sampled_from([0, 1000]),
    "reprint": st.booleans(),
    "status": st.sampled_from(["verified", "verified", "verified", "reported", "refused"]),
})  # fmt: skip
# Of which publication, as a place among those that there are; how many days after it; how many reads.
readings = st.lists(
    st.tuples(st.integers(0, 59), st.integers(5, 9), st.sampled_from([0, 1999, 2000, 30_500, 100_001])), max_size=4
)
grades = st.none() | st.sampled_from("ABC")
is_idea = st.integers(0, 9).map(lambda number: number == 0)
adoptions = st.none() | st.builds(Ruling, st.just(1), moments, st.just("80.00"))
implementations = st.none() | st.builds(Ruling, st.just(3), moments)


@st.composite
def publications(draw: st.DrawFn) -> dict[str, Publication]:
    """Up to five publications of a work, some of them reprints."""
    found: dict[str, Publication] = {}
    for number in range(draw(counts)):
        id_ = f"p{number}"
        given = draw(printed)
        group = draw(earlier[number - 1]) if given["reprint"] and number else id_
        found[id_] = publication(id_, group=group, **given)
    return found


appearances = publications()


@st.composite
def whole_facts(draw: st.DrawFn) -> Facts:
    """A work, or now and then an idea."""
    if draw(is_idea):
        idea = draw(subjects)
        adopted, implemented = draw(adoptions), draw(implementations)
        return Facts(subject(kind="golden_idea", authors=idea.authors), adopted=adopted, implemented=implemented)
    appeared = draw(appearances)
    measured = []
    for number, (place, days, reads) in enumerate(draw(readings) if appeared else []):
        of = f"p{place % len(appeared)}"
        at = appeared[of].published_at + timedelta(days=days)
        measured.append(Snapshot(4, f"m{number}", of, at, reads))
    grade = draw(grades)
    approval = None if grade is None else Approval(1, grade)
    return Facts(draw(subjects), approval, appeared, {one.id: one for one in measured})
