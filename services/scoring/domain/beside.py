"""What earns or costs points and is no work: a piece without approval, taking part, an idea. See `compute`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from services.scoring.domain.calendar import quarter_of
from services.scoring.domain.facts import Facts, Participation, Ruling, Subject, Unapproved
from services.scoring.domain.lines import Line, split
from services.scoring.domain.scheme import Book
from services.scoring.domain.shares import rounded
from services.scoring.domain.telling import tell
from shared.clock import local_date
from shared.labels import DEFAULT
from shared.names import name_key


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
