"""What earns or costs points and is no work: a piece without approval, taking part, an idea, a quarter's calls. See
`compute`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from services.scoring.domain.calendar import ends, quarter_of
from services.scoring.domain.calls import CAPPED, over
from services.scoring.domain.facts import Facts, Gain, Participation, Ruling, Subject, Unapproved
from services.scoring.domain.lines import Line, split
from services.scoring.domain.scheme import Book
from services.scoring.domain.shares import points_of, rounded
from services.scoring.domain.telling import tell
from shared.clock import local_date
from shared.labels import DEFAULT
from shared.names import name_key


def beside(book: Book, subject: Subject, facts: Facts, rules: int) -> Iterator[Line] | None:
    """The lines of what is no work; None of a work. `rules`: by which edition."""
    if subject.is_idea:
        return idea(book, subject, facts)
    if facts.unapproved is not None:
        return unapproved(book, subject, facts.unapproved, rules)
    if facts.participation is not None:
        return participation(book, subject, facts.participation)
    return call_cap(book, subject, facts.gains) if facts.gains else None


def unapproved(book: Book, subject: Subject, piece: Unapproved, rules: int) -> Iterator[Line]:
    """What a piece that was published without approval costs, while its record stands."""
    scheme = book.on(local_date(piece.published_at))
    medium = piece.media if rules < 2 else name_key(piece.media)
    for extra in scheme.penalties if piece.stands else ():
        sets = ((extra.when.platforms, piece.platform), (extra.when.media, medium))
        if extra.when.unapproved and all(not wanted or actual in wanted for wanted, actual in sets):
            raw = tell("unapproved", DEFAULT, platform=piece.platform, media=piece.media)
            yield from split(
                rounded(extra.points), subject.authors, scheme, home=quarter_of(piece.published_at), publication="",
                rule=f"penalty:{extra.id}", raw=raw, base=extra.points,
            )  # fmt: skip


def participation(book: Book, subject: Subject, one: Participation) -> Iterator[Line]:
    """What having taken part earns by the scheme of its day, while it stands."""
    scheme = book.on(local_date(one.at))
    points = scheme.participation.get(one.kind)
    if points and one.stands:
        raw = tell("participation", DEFAULT, kind=one.kind, title=subject.title)
        yield from split(
            rounded(points), subject.authors, scheme, home=quarter_of(one.at), publication="",
            rule=f"participation:{one.kind}", raw=raw, base=points,
        )  # fmt: skip


def call_cap(book: Book, subject: Subject, gains: Mapping[str, Gain]) -> Iterator[Line]:
    """What of an outlet's gains by calls in a quarter is over the cap is taken off, by the scheme of its last day."""
    quarter, total = next(iter(gains.values())).quarter, sum(gain.cents for gain in gains.values())
    scheme = book.on(ends(quarter))
    if excess := over(scheme, total):
        assert scheme.calls is not None and scheme.calls.per_quarter is not None
        raw = tell("call_cap", DEFAULT, total=points_of(total), cap=rounded(scheme.calls.per_quarter))
        yield from split(
            points_of(-excess), subject.authors, scheme, home=quarter, publication="", rule=CAPPED, raw=raw,
            base=points_of(-excess),
        )  # fmt: skip


def idea(book: Book, subject: Subject, facts: Facts) -> Iterator[Line]:
    """An idea earns points when it is adopted, and more when it is put into practice."""
    if facts.adopted is None:
        return
    scheme = book.on(local_date(facts.adopted.at))
    steps: list[tuple[str, str, Ruling | None, Decimal]] = [
        ("idea:adopted", tell("adopted", DEFAULT), facts.adopted, scheme.adopted),
        ("idea:implemented", tell("implemented", DEFAULT), facts.implemented, scheme.implemented),
    ]
    for rule, raw, ruling, points in steps:
        if ruling is not None and points:
            home = quarter_of(ruling.at)
            yield from split(
                rounded(points), subject.authors, scheme, home=home, publication="", rule=rule, raw=raw, base=points
            )
