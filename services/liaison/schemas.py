"""From checked inputs to the domain, and from the domain to views. What an outlet is not told is left out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.liaison.domain.material import Document, Released
from services.liaison.domain.office import KeptText, Limits, Named, Office, Policy, Unit
from services.liaison.domain.requests import Answer, Conditions, HandOver, Outcome, Request
from services.liaison.domain.uses import Use
from services.liaison.repository import Said
from shared.context import Actor
from shared.contracts.liaison_terms import RequestStatus
from shared.ids import new_id
from shared.people import Person
from shared.working_time import clock_of, minutes_of

Names = Mapping[str, Person]
# What a summary has as the request has it.
SUMMED = (
    "id", "version", "number", "kind", "outlet", "title", "topic", "needed_by", "opened_at", "updated_at", "unit",
    "embargo_until", "adopted",
)  # fmt: skip


def new_request(data: Mapping[str, Any], actor: Actor, number: str, office: Office, now: datetime) -> Request:
    """A request as it is asked, not checked yet."""
    return Request(
        id=new_id(),
        bureau=actor.bureau,
        version=1,
        number=number,
        kind=data["kind"],
        outlet=data["outlet"],
        asker=actor.account,
        title=data["title"],
        text=data["text"],
        status=RequestStatus.OPENED,
        opened_at=now,
        updated_at=now,
        policy=office.policy.version,
        files=files(data["files"]),
        needed_by=data.get("needed_by"),
        topic=data["topic"],
    )


def new_answer(data: Mapping[str, Any], account: str, now: datetime) -> Answer:
    """An answer as it is given."""
    return Answer(
        kind=data["kind"],
        by=account,
        at=now,
        text=data["text"],
        files=files(data["files"]),
        conditions=Conditions(data.get("embargo_until"), data["source_line"]),
        starts_at=data.get("starts_at"),
        place=data["place"],
        adopted=data.get("adopted"),
    )


def released(data: Mapping[str, Any]) -> Released:
    """The material of an answer; a file that nobody read is one that a person looks at."""
    return Released(data["text"], data["source_line"], _documents(data), data["looked"], place=data["place"])


def spoken(data: Mapping[str, Any]) -> Released:
    """What leaves with a message of the bureau's."""
    return Released(data["text"], "", _documents(data), data["looked"], said=True)


def _documents(data: Mapping[str, Any]) -> list[Document]:
    read = {each["file"]: Document(**each) for each in data["documents"]}
    return [read.get(file) or Document(file, "", "", unread=True) for file in files(data["files"])]


def new_hand_over(data: Mapping[str, Any], account: str, now: datetime) -> HandOver:
    """That a case was handed over."""
    return HandOver(data["to"], data["taken_by"], account, now, data["number"], data["remark"])


def new_outcome(data: Mapping[str, Any], account: str, now: datetime) -> Outcome:
    """What came of a case that was handed over."""
    return Outcome(data["outcome"], data["on"], account, now, data["text"])


def new_said(
    data: Mapping[str, Any], account: str, now: datetime, *, from_bureau: bool, looked_at: Sequence[str] = ()
) -> Said:
    """A message or a note."""
    attached = files(data.get("files", ()))
    return Said(new_id(), now, account, from_bureau, data["text"], attached, tuple(looked_at))


def new_policy(data: Mapping[str, Any], version: int, by: str = "", at: datetime | None = None) -> Policy:
    """A version of the times as it is asked for, not checked for what fits together."""
    return Policy(
        version=version,
        working_hours=tuple((minutes_of(span["from"]), minutes_of(span["to"])) for span in data["working_hours"]),
        limits={each["kind"]: Limits(each["acknowledgement"], each["answer"]) for each in data["times"]},
        near_percent=data["near_percent"],
        lapse_days=data["lapse_days"],
        remind_days=data["remind_days"],
        texts=tuple(KeptText(each["kind"], each["name"], each["text"]) for each in data["texts"]),
        by=by,
        at=at,
    )


def files(given: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The ids of named uploads."""
    return tuple(each["file"] for each in given)


def policy_view(policy: Policy, *, staff: bool) -> dict[str, Any]:
    """`LiaisonPolicyView`; outlets are not told by whom, and with what answers begin they see in answers alone."""
    hours = [{"from": clock_of(first), "to": clock_of(last)} for first, last in policy.working_hours]
    times = [{"kind": kind, **asdict(each)} for kind, each in policy.limits.items()]
    rest = {name: getattr(policy, name) for name in ("version", "near_percent", "lapse_days", "remind_days", "at")}
    rest["by"] = policy.by if staff else ""
    texts = [asdict(each) for each in policy.texts] if staff else []
    return rest | {"working_hours": hours, "times": times, "texts": texts}


def unit_view(unit: Unit, names: Names) -> dict[str, Any]:
    """`UnitView`."""
    officers = [person_view(each, names) for each in unit.officers]
    shown = {"id": unit.id, "version": unit.version, "name": unit.name, "active": unit.active}
    return shown | {"head": person_view(unit.head, names), "officers": officers}


def named_view(named: Named, names: Names) -> dict[str, Any]:
    """`NamedOfficersView`."""
    accounts = [person_view(each, names) for each in named.accounts]
    return {"version": named.version, "accounts": accounts, "by": named.by, "at": named.at}


def person_view(account: str, names: Names) -> dict[str, str]:
    """`PersonView`."""
    return {"account": account, "name": names[account].name if account in names else ""}


def summary_view(
    request: Request, outlet_name: str, office: Office, names: Names, now: datetime, *, staff: bool
) -> dict[str, Any]:
    """`RequestSummary`; outlets are not told which officer it is, nor with what it was joined."""
    unit = office.units.get(request.unit)
    officer = person_view(request.officer, names) if staff and request.officer else None
    return {name: getattr(request, name) for name in SUMMED} | {
        "state": request.status,
        "outlet_name": outlet_name,
        "clock": _clock_view(request, office, now),
        "unit_name": unit.name if unit else "",
        "officer": officer,
        "stars": request.rating.stars if request.rating else None,
        "same_as": request.same_as if staff else "",
    }


def request_view(request: Request, names: Names, joined: Sequence[Request], *, staff: bool) -> dict[str, Any]:
    """What `RequestView` has beyond the summary, but for `may` and `used_by`."""
    same = ("text", "acknowledged_at", "answered_at", "closed_at", "closing", "reopened")
    took = [
        {"target": each.target, "at": each.at, "minutes": each.minutes, "overdue": each.overdue}
        for each in request.took
    ]
    rating = request.rating
    return {name: getattr(request, name) for name in same} | {
        "files": list(request.files),
        "asker": person_view(request.asker, names),
        "answer": _answer_view(request.answer, staff=staff) if request.answer else None,
        "earlier_answers": [_answer_view(each, staff=staff) for each in reversed(request.earlier)],
        "rating": {"stars": rating.stars, "at": rating.at, "comment": rating.comment} if rating else None,
        "took": took,
        "joined": [each.id for each in joined] if staff else [],
        "outcomes": [asdict(each) | {"by": each.by if staff else ""} for each in request.outcomes],
        "handed_over": asdict(request.handed_over) if staff and request.handed_over else None,
    }


def use_view(use: Use) -> dict[str, Any]:
    """`UseView`."""
    same = ("publication", "submission", "number", "title", "media", "platform", "url", "published_at", "reads")
    return {name: getattr(use, name) for name in same} | {"state": use.status}


def said_view(said: Said, names: Names, *, staff: bool) -> dict[str, Any]:
    """`SaidView`; outlets are not told who wrote for the bureau."""
    hidden = said.from_bureau and not staff
    return asdict(said) | {
        "files": list(said.files), "by": None if hidden else person_view(said.by, names),
        "looked_at": list(said.looked_at) if staff else [],
    }  # fmt: skip


def act_view(row: Mapping[str, Any], names: Names, *, staff: bool) -> dict[str, Any]:
    """`RequestActView`. Outlets are told what happened, and of details and people of the bureau nothing."""
    by = person_view(row["by"], names) if staff and row["by"] else None
    return {
        "id": row["_id"], "at": row["at"], "act": row["act"], "by": by, "state": RequestStatus(row["status"]),
        "reason": row["reason"] if staff or row["act"] not in STAFFS_REASONS else "",
        "details": row["details"] if staff else {},
    }  # fmt: skip


# Why somebody of the bureau did something with it: said among officers.
STAFFS_REASONS = frozenset({"assign", "forward", "hand_back"})


def _clock_view(request: Request, office: Office, now: datetime) -> dict[str, Any] | None:
    clock = request.clock
    if clock is None:
        return None
    overdue = clock.due_at <= now
    # A reminder moves `notice_at` to the end, so that it is near from then on.
    near = not overdue and (clock.notice_at is None or clock.notice_at <= now or clock.notice_at == clock.due_at)
    return {
        "target": clock.target, "due_at": clock.due_at, "exact": clock.exact, "overdue": overdue, "near": near,
    }  # fmt: skip


def _answer_view(answer: Answer, *, staff: bool) -> dict[str, Any]:
    same = ("kind", "at", "text", "starts_at", "place", "bulletin", "adopted", "called_off_at")
    return {name: getattr(answer, name) for name in same} | {
        "by": answer.by if staff else "",
        "files": list(answer.files),
        "embargo_until": answer.conditions.embargo_until,
        "source_line": answer.conditions.source_line,
    }
