"""Facts, lines, entries and periods as MongoDB documents and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from services.scoring.domain.facts import (
    Approval,
    Author,
    Facts,
    Gain,
    Participation,
    Promise,
    Publication,
    Ruling,
    Snapshot,
    Subject,
    Unapproved,
)
from services.scoring.domain.ledger import Entry, Held, Received, Scored
from services.scoring.domain.lines import Factor, Key, Line, Working
from services.scoring.domain.periods import Period, Signature
from services.scoring.domain.words import reworded
from shared.contracts.scoring_terms import Cause, PeriodStatus
from shared.holidays import workday

Document = dict[str, Any]
T = TypeVar("T")
LISTS = ("publications", "snapshots", "promises", "gains")


def facts_document(facts: Facts) -> Document:
    """Facts; lists in place of mappings, without what is not known."""
    whole = asdict(facts)
    lists = {name: sorted(whole[name].values(), key=lambda one: one["id"]) for name in LISTS}
    return {name: value for name, value in (whole | lists).items() if value}


def facts_of(document: Mapping[str, Any]) -> Facts:
    """The facts that `facts_document` described."""
    subject = document.get("subject")
    if subject is not None:
        authors = tuple(Author(**each) for each in subject["authors"])
        names = tuple(subject.get("topic_names", ()))
        subject = Subject(**subject | {"authors": authors, "topic_names": names})
    return Facts(
        subject=subject,
        approval=_made(Approval, document.get("approval")),
        publications={each["id"]: _publication(each) for each in document.get("publications", ())},
        snapshots={each["id"]: Snapshot(**each) for each in document.get("snapshots", ())},
        adopted=_made(Ruling, document.get("adopted")),
        implemented=_made(Ruling, document.get("implemented")),
        settled=tuple(document.get("settled", ())),
        unapproved=_made(Unapproved, document.get("unapproved")),
        participation=_made(Participation, document.get("participation")),
        promises={each["id"]: Promise(**each) for each in document.get("promises", ())},
        gains={each["id"]: Gain(**each) for each in document.get("gains", ())},
    )


def scored_document(scored: Scored, homes: list[str]) -> Document:
    """A submission; `homes` are the quarters that it belongs to."""
    return {
        "_id": scored.id,
        "bureau": scored.bureau,
        "version": scored.version,
        "serial": scored.serial,
        "rules": scored.rules,
        "homes": homes,
        "facts": facts_document(scored.facts),
        "held": [_held_document(held) for _, held in sorted(scored.held.items())],
        "sums": [{"period": period, "outlet": outlet, "cents": cents} for (period, outlet), cents in
                 sorted(scored.sums.items())],
    }  # fmt: skip


def scored_of(document: Mapping[str, Any]) -> Scored:
    """The submission that `scored_document` described."""
    held = [_held(each) for each in document["held"]]
    return Scored(
        id=document["_id"],
        bureau=document["bureau"],
        version=document["version"],
        facts=facts_of(document["facts"]),
        serial=document["serial"],
        held={each.line.key: each for each in held},
        sums={(each["period"], each["outlet"]): each["cents"] for each in document["sums"]},
        rules=document.get("rules", 0),  # what was computed before editions were counted
    )


def entry_document(bureau: str, entry: Entry) -> Document:
    """An entry of the ledger, which is never changed."""
    document = asdict(entry)
    return {"_id": document.pop("id"), "bureau": bureau, **document, "late": entry.late}


def entry_of(document: Mapping[str, Any]) -> Entry:
    """The entry that `entry_document` described."""
    data = {name: value for name, value in document.items() if name not in ("_id", "bureau", "late")}
    working = _working(data["working"]) if data["working"] else None
    return Entry(**data | {"id": document["_id"], "kind": Cause(data["kind"]), "working": working})


def received_document(received: Received) -> Document:
    """What the journal keeps of something received."""
    return {
        "kind": received.kind,
        "at": received.at,
        "frontier": received.frontier,
        "fact": facts_document(received.fact) if received.fact else None,
    }


def received_of(document: Mapping[str, Any]) -> Received:
    """What the journal kept."""
    fact = facts_of(document["fact"]) if document["fact"] is not None else None
    return Received(document["cause"], Cause(document["kind"]), document["at"], fact, document["frontier"])


def period_document(period: Period) -> Document:
    """A period; days are kept as midnight in UTC."""
    document = asdict(period)
    until = period.appeals_until
    day = datetime(until.year, until.month, until.day, tzinfo=UTC) if until else None
    return {**document, "_id": f"{period.bureau}:{period.id}", "kind": period.kind, "appeals_until": day}


def period_of(document: Mapping[str, Any]) -> Period:
    """The period that `period_document` described."""
    data = {name: value for name, value in document.items() if name not in ("_id", "kind")}
    signed = {name: _made(Signature, data[name]) for name in ("closed", "publicised", "finalised")}
    until: date | None = data["appeals_until"].date() if data["appeals_until"] else None
    # Periods from before this was kept were counted by the notices alone.
    exact = data.get("appeals_exact", until is None or workday(until).known)
    read = {"status": PeriodStatus(data["status"]), "appeals_until": until, "appeals_exact": exact}
    return Period(**data | signed | read)


def _held_document(held: Held) -> Document:
    line = held.line
    return {
        "entry": held.entry,
        "period": held.period,
        "key": list(line.key),
        "home": line.home,
        "scheme": line.scheme,
        "cents": line.cents,
        "working": asdict(line.working),
    }


def _held(document: Mapping[str, Any]) -> Held:
    line = Line(
        Key(*document["key"]),
        document["home"],
        document["scheme"],
        document["cents"],
        _working(document["working"]),
    )
    return Held(document["entry"], document["period"], line)


def _working(data: Mapping[str, Any]) -> Working:
    factors = tuple(Factor(**each) for each in data["factors"])
    return Working(**{**data, "raw": reworded(data["raw"]), "factors": factors})


def _publication(data: Mapping[str, Any]) -> Publication:
    """One from before publications were verified has the version of its work, and none of its own: the first."""
    return Publication(**data) if "status" in data else Publication(**{**data, "version": 1})


def _made(cls: type[T], data: Mapping[str, Any] | None) -> T | None:
    return cls(**data) if data is not None else None
