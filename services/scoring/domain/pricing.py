"""What one publication is worth: points by medium and level, multiplied with factors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.scoring.domain.facts import Approval, Publication, Subject
from services.scoring.domain.lines import Factor
from services.scoring.domain.scheme import ONE, ZERO, PointsRule, Scheme
from services.scoring.domain.shares import rounded
from services.scoring.domain.telling import tell
from services.scoring.domain.words import UNREPORTED
from shared.contracts.scoring_terms import RoundAt
from shared.labels import DEFAULT
from shared.titles import in_marks

ALL_FACTORS = ("placement", "grade", "topic", "byline", "original", "length")


@dataclass(frozen=True)
class Price:
    """A publication and what it is worth before anything else of the work is looked at."""

    publication: Publication
    base: Decimal
    factors: tuple[Factor, ...]
    points: Decimal

    @property
    def nothing(self) -> str:
        """Why it is worth nothing; empty when it is worth something."""
        if self.points:
            return ""
        if not self.base:
            return "no_rule"
        byline = any(each.name == "byline" and not Decimal(each.factor) for each in self.factors)
        return "byline" if byline else "zero"


def price(scheme: Scheme, subject: Subject, approval: Approval, publication: Publication) -> Price:
    """What a publication of an approved work is worth; 0 when no rule of the scheme is for it."""
    rule = next((rule for rule in scheme.points if _fits(rule, subject, publication)), None)
    base = rule.points if rule else ZERO
    factors = factors_of(scheme, subject, approval, publication, ALL_FACTORS)
    return Price(publication, base, factors, multiplied(scheme, base, factors))


def factors_of(
    scheme: Scheme, subject: Subject, approval: Approval, publication: Publication, names: Iterable[str]
) -> tuple[Factor, ...]:
    """The factors that are not 1, in the order of their names; that a length was not reported is told in any case."""
    values = {
        "placement": publication.placement,
        "grade": approval.grade,
        "topic": _topic(scheme, subject),
        "byline": publication.byline,
        "original": "yes" if subject.original else "no",
    }
    found = []
    for name in names:
        if name == "length":
            value, factor = _length(scheme, subject.genre, publication.length)
        else:
            value, factor = values[name], scheme.factors.tables.get(name, {}).get(values[name], ONE)
        if factor != ONE or (name, value) == ("length", UNREPORTED):
            found.append(Factor(name, value, str(factor)))
    return tuple(found)


def _topic(scheme: Scheme, subject: Subject) -> str:
    """The word for the topic that the scheme has a factor for; the bureau's name goes first."""
    return subject.called(scheme.factors.tables.get("topic", {})) or subject.topic


def multiplied(scheme: Scheme, base: Decimal, factors: Iterable[Factor]) -> Decimal:
    """The product, rounded half up to cents where the scheme says: at the end, or after each factor."""
    product = base
    for factor in factors:
        product *= Decimal(factor.factor)
        if scheme.rounding is RoundAt.STEP:
            product = rounded(product)
    return rounded(product)


def described(publication: Publication) -> str:
    """In Chinese: 市级媒体《钱塘晚报》（报纸）, and whether it appeared before the work was written down here."""
    since = tell("since", DEFAULT) if publication.earlier else ""
    where = {"level": publication.level, "platform": publication.platform, "media": in_marks(publication.media)}
    return tell("medium", DEFAULT, since=since, **where)


def _fits(rule: PointsRule, subject: Subject, publication: Publication) -> bool:
    return (
        (not rule.media or publication.named in rule.media)
        and rule.level in ("", publication.level)
        and rule.platform in ("", publication.platform)
        and rule.genre in ("", subject.genre)
    )


def _length(scheme: Scheme, genre: str, length: int) -> tuple[str, Decimal]:
    """The longest class that is reached; one for the genre comes before one for any."""
    classes = [rule for rule in scheme.factors.length if rule.genre in ("", genre)]
    if not length and scheme.factors.tells_unreported:
        return _unreported(scheme, genre, [rule.factor for rule in classes])
    reached = [rule for rule in classes if length >= rule.at_least]
    if not reached:
        return "", ONE
    rule = max(reached, key=lambda rule: (rule.genre != "", rule.at_least))
    return str(rule.at_least), rule.factor


def _unreported(scheme: Scheme, genre: str, classes: Sequence[Decimal]) -> tuple[str, Decimal]:
    """What the scheme says for a length that was not reported; else the lowest of its classes and of 1, so that nobody
    gains by not reporting. Without classes for the genre the length does not matter."""
    said = scheme.factors.unreported
    if genre in said or "" in said:
        return UNREPORTED, said[genre if genre in said else ""]
    return (UNREPORTED, min(ONE, *classes)) if classes else ("", ONE)
