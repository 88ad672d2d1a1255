"""Appeals, awards and what documents say as views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from services.scoring.domain import Outlet, explain
from services.scoring.domain.appeals import Appeal
from services.scoring.domain.awards import Award
from services.scoring.domain.calendar import ends, starts
from services.scoring.domain.ledger import Entry, Scored
from services.scoring.domain.periods import Period, Signature
from services.scoring.domain.ranking import Row, shown
from services.scoring.domain.scheme import Book, Scheme
from services.scoring.domain.shares import points_of
from shared.clock import local_date
from shared.contracts.outlet_terms import Category
from shared.identity.masking import mask_numbers
from shared.labels import DEFAULT

Data = dict[str, Any]
REMARKS = {"late": "所属季度已截止", "reverses": "冲回"}


def appeal_view(appeal: Appeal, may: list[str], *, staff: bool) -> Data:
    """An appeal; who answered is for staff. `may`: what the asker may do with it."""
    plain = {name: value for name, value in vars(appeal).items() if name != "bureau"}
    return plain | {
        "answered_by": appeal.answered_by if staff else "",
        "corrections": [asdict(each) | {"points": str(each.points)} for each in appeal.corrections],
        "may": may,
    }


def award_view(award: Award, *, staff: bool) -> Data:
    """An award; which of the bureau's accounts granted it and recorded its delivery is for staff."""
    plain = {name: value for name, value in vars(award).items() if name != "bureau"}
    delivery = asdict(award.delivery) if award.delivery else None
    if delivery and not staff:
        delivery |= {"recorded_by": "", "deliverer": ""}
    granted_by = award.granted_by if staff else ""
    return plain | {"points": str(award.points), "delivery": delivery, "granted_by": granted_by}


def certificate_view(award: Award) -> Data:
    """What anyone may know of a certificate."""
    names = ("code", "number", "bureau", "period", "title", "outlet_name", "category", "place", "overall")
    shown = {"work": mask_numbers(award.work), "granted_on": local_date(award.granted_at)}
    return {name: getattr(award, name) for name in names} | shown


def result_view(
    period: Period, scheme: Scheme, rows: Sequence[Row], awards: Sequence[Award], *, upheld: int, quarters: int
) -> Data:
    """A period and how it went. `quarters`: what the sum of a year is divided by."""
    ladders: dict[str, list[Data]] = {}
    for row in rows:
        ladders.setdefault(row.standing.category, []).append(_standing(row, quarters))
    return {
        "period": period.id,
        "starts": starts(period.id),
        "ends": ends(period.id),
        "status": period.status,
        "scheme": scheme.name,
        "scheme_version": scheme.serial,
        "quarters": quarters,
        "publicised": _day(period.publicised),
        "appeals_until": period.appeals_until,
        "finalised": _day(period.finalised),
        "digest": period.digest,
        "appeals": period.appeals,
        "upheld": upheld,
        "ladders": [
            {"category": category, "standings": each} for category, each in sorted(ladders.items(), key=_seniority)
        ],
        "awards": [_granted(award) for award in awards],
    }


def period_entry_views(
    entries: Sequence[Entry], outlets: Mapping[str, Outlet], works: Mapping[str, Scored], book: Book
) -> list[Data]:
    """Entries as a table tells them."""
    schemes = {scheme.serial: scheme for scheme in book.schemes}
    views = []
    for entry in entries:
        outlet, scored = outlets.get(entry.outlet), works.get(entry.submission)
        subject = scored.facts.subject if scored else None
        scheme = schemes.get(entry.scheme)
        views.append(
            {
                "id": entry.id,
                "at": entry.at,
                "outlet": entry.outlet,
                "name": outlet.name if outlet else entry.outlet,
                "category": outlet.category if outlet else "",
                "number": subject.number if subject else "",
                "title": subject.title if subject else "",
                "rule": explain.rule_name(scheme, entry.rule, DEFAULT),
                "working": explain.entry_text(entry, scheme, DEFAULT),
                "points": str(points_of(entry.cents)),
                "remark": "；".join(word for name, word in REMARKS.items() if getattr(entry, name)),
            }
        )
    return views


def _seniority(ladder: tuple[str, list[Data]]) -> int:
    """Categories in the order of the domain: official media first."""
    order = [category.value for category in Category]
    return order.index(ladder[0]) if ladder[0] in order else len(order)


def _standing(row: Row, quarters: int) -> Data:
    one = row.standing
    return {
        "outlet": one.outlet,
        "name": one.name,
        "place": row.places.category,
        "works": one.works,
        "publications": one.publications,
        "points": str(shown(one.cents, quarters)),
        "previous": row.previous.category,
        "overall": row.places.overall,
        "previous_overall": row.previous.overall,
        "remark": "",
    }


def _granted(award: Award) -> Data:
    names = ("kind", "title", "category", "place", "overall", "work", "submission", "number")
    return {name: getattr(award, name) for name in names} | {"name": award.outlet_name}


def _day(signed: Signature | None) -> Any:
    return local_date(signed.at) if signed else None
