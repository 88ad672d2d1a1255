"""Rankings and explanations as views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.scoring.domain import Outlet, explain, ranking
from services.scoring.domain.compute import Computed
from services.scoring.domain.ledger import Entry, Scored
from services.scoring.domain.periods import Period
from services.scoring.domain.ranking import Places, Standing
from services.scoring.domain.scheme import Book, Scheme
from services.scoring.domain.shares import points_of
from services.scoring.schemas.entries import Reader, entry_views, note_views
from shared.labels.wording import told_period
from shared.paging import encode_cursor

Data = dict[str, Any]
Line = tuple[int, Standing, int | None]


@dataclass(frozen=True)
class Shown:
    """A page of a ranking: place, standing, and the place before."""

    lines: Sequence[Line]
    next: str | None


@dataclass(frozen=True)
class Explained:
    """Why an outlet stands where it does."""

    period: Period
    standing: Standing
    places: Places
    scheme: Scheme
    quarters: int
    by_hand: Sequence[Entry]
    items: Sequence[Data]
    next: str | None
    may: Sequence[str]


def ranking_page(period: Period, category: str | None, shown: Shown, quarters: int, language: str) -> Data:
    """A page of a ranking."""
    signed = period.finalised
    return {
        "period": period.id,
        "name": told_period(period.id, language),
        "status": period.status,
        "category": category,
        "digest": period.digest,
        "signed_by": signed.name if signed else "",
        "signed_at": signed.at if signed else None,
        "items": [_ranking_row(line, quarters) for line in shown.lines],
        "next": shown.next,
    }


def _ranking_row(line: Line, quarters: int) -> Data:
    place, one, previous = line
    return {
        "rank": place,
        "outlet": one.outlet,
        "name": one.name,
        "category": one.category,
        "points": str(ranking.shown(one.cents, quarters)),
        "works": one.works,
        "publications": one.publications,
        "a_grades": one.a_grades,
        "best_work": str(points_of(one.best)),
        "earliest": one.earliest,
        "previous": previous,
        "movement": ranking.moved(place, previous),
    }


def explanation_view(explained: Explained, book: Book, reader: Reader) -> Data:
    """Why an outlet stands where it does."""
    one, scheme = explained.standing, explained.scheme
    points = str(ranking.shown(one.cents, explained.quarters))
    return {
        "period": explained.period.id,
        "status": explained.period.status,
        "outlet": one.outlet,
        "name": one.name,
        "category": one.category,
        "ranked": one.ranked(scheme.minimum_works),
        "rank": explained.places.overall,
        "category_rank": explained.places.category,
        "points": points,
        "works": one.works,
        "publications": one.publications,
        "a_grades": one.a_grades,
        "best_work": str(points_of(one.best)),
        "scheme": scheme.serial,
        "scheme_name": scheme.name,
        "text": explain.standing_text(
            explained.period,
            one,
            points,
            scheme,
            explained.places,
            quarters=explained.quarters,
            language=reader.language,
        ),
        "by_hand": entry_views(explained.by_hand, book, reader),
        "items": list(explained.items),
        "next": explained.next,
        "may": list(explained.may),
    }


def work_view(
    scored: Scored, row: Mapping[str, Any], entries: Sequence[Entry], computed: Computed, book: Book, *, reader: Reader
) -> Data:
    """A work in an explanation, with the entries that its points are the sum of; those by hand are told beside it."""
    subject = scored.facts.subject
    title = explain.titled(subject, reader.language)
    views = zip(entries, entry_views(entries, book, reader), strict=True)
    shown = [(entry, view) for entry, view in views if not entry.by_hand]
    return {
        "submission": scored.id,
        "number": subject.number if subject else "",
        "title": title,
        "points": str(points_of(row["cents"])),
        "counts": bool(row["works"]),
        "text": explain.work_text(title, row["cents"], [entry for entry, _ in shown], reader.language),
        "entries": [view for _, view in shown],
        "notes": note_views(computed, reader.language),
    }


def submission_view(
    scored: Scored, entries: Sequence[Entry], computed: Computed, names: Mapping[str, Outlet], book: Book, *,
    reader: Reader,
) -> Data:  # fmt: skip
    """What a submission earned."""
    subject, approval = scored.facts.subject, scored.facts.approval
    assert subject is not None
    sums: dict[str, int] = {}
    for entry in entries:
        sums[entry.outlet] = sums.get(entry.outlet, 0) + entry.cents
    total, title = sum(sums.values()), explain.titled(subject, reader.language)
    return {
        "submission": scored.id,
        "number": subject.number,
        "title": title,
        "grade": approval.grade if approval else "",
        "points": str(points_of(total)),
        "outlets": [
            {"outlet": id_, "name": names[id_].name if id_ in names else "", "points": str(points_of(cents))}
            for id_, cents in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "text": explain.work_text(title, total, entries, reader.language),
        "entries": entry_views(entries, book, reader),
        "notes": note_views(computed, reader.language),
    }


def outlet_view(outlet: Outlet) -> Data:
    """One outlet as the ladders know it."""
    return {
        "outlet": outlet.id,
        "name": outlet.name,
        "category": outlet.category,
        "region": outlet.region,
        "competes": outlet.competes,
    }


def outlet_page(outlets: Sequence[Outlet], more: bool) -> Data:
    """A page of a ladder."""
    return {
        "items": [outlet_view(outlet) for outlet in outlets],
        "next": encode_cursor([outlets[-1].id]) if more else None,
    }
