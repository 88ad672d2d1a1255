"""A line: points of one outlet for one rule at one publication, with its working (原始值→系数→得分)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from services.scoring.domain.facts import Author
from services.scoring.domain.scheme import Scheme
from services.scoring.domain.shares import cents, points_of, shared


class Key(NamedTuple):
    """What a submission has one line for; the publication is empty for what is not about one."""

    publication: str
    rule: str
    outlet: str


@dataclass(frozen=True)
class Factor:
    """One factor: its name, the value that it is for, the number."""

    name: str
    value: str
    factor: str


@dataclass(frozen=True)
class Working:
    """How points came about: the raw value, what it is worth, the factors, the work's points, the share; and the rule
    (id@version) that verified the publication, if no person did."""

    raw: str
    base: str
    factors: tuple[Factor, ...]
    points: str
    share: int
    shares_of: int
    got: str
    verified_by: str = ""


@dataclass(frozen=True)
class Line:
    """What an outlet is to have. `home` is the quarter that it belongs to, `scheme` the serial of the scheme."""

    key: Key
    home: str
    scheme: int
    cents: int
    working: Working


@dataclass(frozen=True)
class Note:
    """Why a publication has no points (or a rule none for it)."""

    publication: str
    rule: str
    reason: str


def split(
    amount: Decimal,
    authors: Iterable[Author],
    scheme: Scheme,
    *,
    home: str,
    publication: str,
    rule: str,
    raw: str,
    base: Decimal,
    factors: tuple[Factor, ...] = (),
    verified_by: str = "",
) -> list[Line]:
    """The lines of all authors for an amount that was rounded to cents; nobody has a line of nothing, nor who was named
    and has not agreed: that part counts for nobody."""
    people = list(authors)
    parts = shared(cents(amount), [author.share for author in people])
    whole = sum(author.share for author in people)
    return [
        Line(
            Key(publication, rule, author.outlet),
            home,
            scheme.serial,
            part,
            Working(raw, str(base), factors, str(amount), author.share, whole, str(points_of(part)), verified_by),
        )
        for author, part in zip(people, parts, strict=True)
        if part and author.accepted
    ]
