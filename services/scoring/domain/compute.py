"""The lines that a submission is to have, from what is known of it and the scheme. Pure: same facts, same lines.

A work is scored by the scheme in force on the day (Asia/Shanghai) of its first publication, an idea by that of
its adoption, a piece without approval by that of its publication, taking part by its own. A line's home is the quarter
of that day. What is not verified earns nothing, and is neither the first publication nor the source of a reprint.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from services.scoring.domain.beside import beside
from services.scoring.domain.calendar import quarter_of
from services.scoring.domain.calls import CALL, promised
from services.scoring.domain.facts import Approval, Facts, Publication, Subject
from services.scoring.domain.lines import Factor, Line, Note, split
from services.scoring.domain.metering import Reading, readings, worth
from services.scoring.domain.pricing import Price, described, factors_of, multiplied, price
from services.scoring.domain.scheme import Book, Condition, Extra, MetricsRule, Scheme
from services.scoring.domain.shares import rounded
from shared.clock import local_date
from shared.contracts.scoring_terms import Across, AcrossMedia, Reprints
from shared.contracts.submission_terms import PublicationStatus

PUBLICATION = "publication"
UNCOUNTED = (PublicationStatus.REPORTED, PublicationStatus.REFUSED)
# The edition of what is computed here. A submission keeps the one that it was first computed by, so that what was
# entered stands and can be rebuilt. 0 knew no first medium but the first publication, and no length that was not
# reported; before 2 a medium was known by its name alone, be it that of a channel, and that of a piece without approval
# letter by letter; before 3 a topic by its name and what its outlet wrote alone.
RULES: Final = 3


@dataclass(frozen=True)
class Computed:
    """What a submission earns, and why some of it earns nothing.

    `once` are the rules that give a work one line, at whichever publication; it moves when an earlier one is reported.
    `scheme` is what a work was computed by; None when there is nothing to compute.
    """

    lines: tuple[Line, ...] = ()
    notes: tuple[Note, ...] = ()
    once: frozenset[str] = frozenset()
    scheme: Scheme | None = None


@dataclass(frozen=True)
class Work:
    """An approved work with at least one publication that counts, and its scheme."""

    subject: Subject
    approval: Approval
    facts: Facts
    scheme: Scheme
    publications: Sequence[Publication]

    def lines(
        self, points: Decimal, at: Publication, rule: str, *, raw: str, base: Decimal, factors: tuple[Factor, ...] = ()
    ) -> list[Line]:
        """The authors' lines for points at a publication."""
        home = quarter_of(at.published_at)
        return split(
            points, self.subject.authors, self.scheme, home=home, publication=at.id, rule=rule, raw=raw, base=base,
            factors=factors, verified_by=f"{at.rule}@{at.rule_version}" if at.rule else "",
        )  # fmt: skip


def compute(book: Book, facts: Facts, rules: int = RULES) -> Computed:
    """Everything that a submission earns by what is known of it now; `rules`: by which edition."""
    subject, approval = facts.subject, facts.approval
    if subject is None:
        return Computed()
    if (others := beside(book, subject, facts, rules)) is not None:
        return Computed(tuple(others))
    publications, left = facts.in_order, _uncounted(facts)
    if rules < 3:
        subject = replace(subject, topic_names=())
    if rules < 2:
        publications = [replace(one, medium=one.medium or one.media) for one in publications]
    if approval is None or not publications:
        return Computed(notes=left)
    scheme = book.on(local_date(publications[0].published_at))
    if rules < 1:
        scheme = replace(scheme, factors=replace(scheme.factors, tells_unreported=False))
    work = Work(subject, approval, facts, scheme, publications)
    counted, first, notes = _counted(work)
    if rules < 1:
        first = publications[0].id
    lines = [*_appearances(work, counted)]
    for rule in scheme.metrics:
        more, without = _metrics(work, rule)
        lines += more
        notes += without
    lines += _extras(work, scheme.bonuses, "bonus", [one.publication for one in counted], first)
    lines += _called(work, counted)
    # A penalty is for what was done, whether it was worth anything or not.
    lines += _extras(work, scheme.penalties, "penalty", publications, publications[0].id)
    return Computed(tuple(sorted(lines, key=lambda line: line.key)), (*notes, *left), _once(scheme), scheme)


def _uncounted(facts: Facts) -> tuple[Note, ...]:
    """Why publications do not count: nobody has verified them yet, or they were refused."""
    known = sorted(facts.publications.values(), key=lambda one: (one.published_at, one.id))
    return tuple(Note(one.id, PUBLICATION, one.status) for one in known if one.status in UNCOUNTED)


def _counted(work: Work) -> tuple[list[Price], str, list[Note]]:
    """The publications that count, in their order and with the share of each; the first that is worth something, which
    is the work's first medium; and why the others do not count."""
    prices, notes = [], []
    for publication in work.publications:
        one = price(work.scheme, work.subject, work.approval, publication)
        if one.nothing:
            notes.append(Note(publication.id, PUBLICATION, one.nothing))
        else:
            prices.append(one)
    kept = _without_reprints(work, prices)
    notes += [Note(one.publication.id, PUBLICATION, "reprint") for one in prices if one not in kept]
    first = kept[0].publication.id if kept else ""
    if work.scheme.across is AcrossMedia.HIGHEST_ONLY and kept:
        best = max(kept, key=lambda one: one.points)  # of equals the first
        notes += [Note(one.publication.id, PUBLICATION, "not_highest") for one in kept if one is not best]
        return [best], first, notes
    return kept, first, notes


def _without_reprints(work: Work, prices: Sequence[Price]) -> list[Price]:
    """The originals, and of the reprints of each source (also of one that is worth nothing) the best one if the scheme
    counts it."""
    originals = {one.id for one in work.publications if not one.reprint}
    best: dict[str, Price] = {}
    if work.scheme.reprints is Reprints.ONCE:
        for one in prices:
            source = one.publication.group if one.publication.group in originals else ""
            if one.publication.reprint and (source not in best or one.points > best[source].points):
                best[source] = one
    chosen = {one.publication.id for one in best.values()}
    return [one for one in prices if one.publication.id in originals | chosen]


def _appearances(work: Work, counted: Sequence[Price]) -> Iterator[Line]:
    """The lines for having appeared: in the first medium in full, in further ones perhaps by a share."""
    for place, one in enumerate(counted):
        points, factors = one.points, one.factors
        if place and work.scheme.across is AcrossMedia.FIRST_FULL_THEN_SHARE:
            points = rounded(points * work.scheme.share)
            factors = (*factors, Factor("further", "", str(work.scheme.share)))
        yield from work.lines(
            points, one.publication, PUBLICATION, raw=described(one.publication), base=one.base, factors=factors
        )


def _metrics(work: Work, rule: MetricsRule) -> tuple[list[Line], list[Note]]:
    name, genre = f"metrics:{rule.id}", work.subject.genre
    found, without = readings(rule, genre, work.publications, work.facts.measured)
    notes = [Note(publication.id, name, "no_snapshot") for publication in without]
    lines: list[Line] = []
    for one in _chosen(work, rule, found):
        base = worth(rule, one.value)
        factors = factors_of(work.scheme, work.subject, work.approval, one.publication, rule.factors)
        more = work.lines(
            multiplied(work.scheme, base, factors), one.publication, name, raw=one.described(rule), base=base,
            factors=factors,
        )  # fmt: skip
        lines += more
        if not more:
            notes.append(Note(one.publication.id, name, "zero" if base else "below_tiers"))
    return lines, notes


def _chosen(work: Work, rule: MetricsRule, found: Sequence[Reading]) -> list[Reading]:
    """What earns points: each reading, the best one, or all together at the first publication."""
    if rule.across is Across.EACH or not found:
        return list(found)

    def factors(one: Reading) -> tuple[Factor, ...]:
        return factors_of(work.scheme, work.subject, work.approval, one.publication, rule.factors)

    def earns(one: Reading) -> Decimal:
        return multiplied(work.scheme, worth(rule, one.value), factors(one))

    if rule.across is Across.SUM:
        # What a factor makes nothing (paid space) neither adds to the others nor takes their points from them.
        some = [one for one in found if all(Decimal(each.factor) for each in factors(one))] or found[:1]
        value = sum(one.value for one in some)
        return [replace(some[0], value=value, snapshots=tuple(s for one in some for s in one.snapshots))]

    return [max(found, key=lambda one: (earns(one), one.value))]  # of equals the first


def _extras(
    work: Work, extras: Sequence[Extra], kind: str, publications: Sequence[Publication], first: str
) -> Iterator[Line]:
    """Bonuses or penalties: at each publication that meets the condition, or once at the first that does. `first` is
    the work's first medium."""
    for extra in extras:
        fitting = [one for one in publications if _meets(work, extra.when, one, first=one.id == first)]
        for publication in fitting if extra.each else fitting[:1]:
            yield from work.lines(
                rounded(extra.points), publication, f"{kind}:{extra.id}", raw=extra.name, base=extra.points
            )


def _called(work: Work, counted: Sequence[Price]) -> Iterator[Line]:
    """What its call promised, once, at the first publication that is worth something."""
    found = promised(work.scheme, work.subject, work.facts.promises)
    if found is not None and counted:
        points, raw = found
        yield from work.lines(points, counted[0].publication, CALL, raw=raw, base=points)


def _once(scheme: Scheme) -> frozenset[str]:
    extras = [("bonus", one) for one in scheme.bonuses] + [("penalty", one) for one in scheme.penalties]
    names = {f"{kind}:{extra.id}" for kind, extra in extras if not extra.each}
    return frozenset(names | {CALL} | {f"metrics:{rule.id}" for rule in scheme.metrics if rule.across is Across.SUM})


def _meets(work: Work, when: Condition, publication: Publication, *, first: bool) -> bool:
    subject = work.subject
    flags = (
        (when.original, subject.original),
        (when.first, first),
        (when.reprint, publication.reprint),
        (when.before_permit, publication.before_permit),
        (when.before_embargo, publication.before_embargo),
        (when.unapproved, False),
    )
    sets = (
        (when.genres, subject.genre),
        (when.grades, work.approval.grade),
        (when.levels, publication.level),
        (when.platforms, publication.platform),
        (when.media, publication.named),
        (when.placements, publication.placement),
    )
    about = not when.topics or bool(subject.called(when.topics))
    return (
        about
        and all(wanted is None or wanted == actual for wanted, actual in flags)
        and all(not wanted or actual in wanted for wanted, actual in sets)
    )
