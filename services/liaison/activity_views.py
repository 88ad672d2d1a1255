"""From checked inputs to activities, and from activities to views. What outlets are not told is left out here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.liaison.domain.activities import Activity, Invitee, Seats, SignUp
from services.liaison.domain.activities.attendances import status_of
from services.liaison.domain.outlets import Outlet
from services.liaison.schemas import Names, files, person_view
from shared.clock import local_date
from shared.codes import chosen
from shared.contracts.activity_terms import CODE_SIGNS, ActivityStatus, InviteeKind, Seat
from shared.identity.masking import mask_name, mask_numbers
from shared.ids import new_id

SAME = ("kind", "title", "text", "agenda", "starts_at", "ends_at", "place", "link", "capacity")
Outlets = Mapping[str, Outlet]


def wanted(data: Mapping[str, Any]) -> dict[str, Any]:
    """What an input says an activity is."""
    return {name: data[name] for name in SAME} | {
        "sign_up_until": data.get("sign_up_until") or data["starts_at"],
        "invited": tuple(Invitee(each["to"], each.get("id", "")) for each in data["invited"]),
        "files": files(data["files"]),
    }


def new_activity(data: Mapping[str, Any], bureau: str, now: datetime) -> Activity:
    """A draft as it is asked for, not checked yet."""
    return Activity(
        id=new_id(), bureau=bureau, version=1, status=ActivityStatus.DRAFT, updated_at=now, **wanted(data)
    )  # fmt: skip


def new_sign_up(activity: Activity, data: Mapping[str, Any], account: str, now: datetime) -> SignUp:
    """A reply as it is given; what it comes to the rules say."""
    return SignUp(
        activity=activity.id, bureau=activity.bureau, account=account, outlet=data["outlet"], version=1,
        reply=data["reply"], seat=Seat.NONE, order=new_id(), at=now, code=chosen(CODE_SIGNS), remark=data["remark"],
    )  # fmt: skip


def new_walk_in(activity: Activity, data: Mapping[str, Any], now: datetime) -> SignUp:
    """Of who did not reply; whether they are let in the rules say."""
    return SignUp(
        activity=activity.id, bureau=activity.bureau, account=data.get("account", ""), outlet=data["outlet"], version=1,
        reply=None, seat=Seat.NONE, order=new_id(), at=now, code=chosen(CODE_SIGNS), name=data.get("name", ""),
    )  # fmt: skip


def summary_view(activity: Activity, seats: Seats, own: SignUp | None) -> dict[str, Any]:
    """`ActivitySummary`."""
    same = ("id", "version", "kind", "title", "starts_at", "ends_at", "place", "capacity")
    return {name: getattr(activity, name) for name in same} | {
        "state": activity.status,
        "online": bool(activity.link),
        "taken": seats.taken,
        "waiting": seats.waiting,
        "seat": own.seat if own else Seat.NONE,
    }


def whole_view(activity: Activity, names: Names, outlets: Outlets, *, reader: bool) -> dict[str, Any]:
    """What `ActivityView` has beyond the summary, but for `mine` and `may`."""
    same = ("text", "agenda", "link", "sign_up_until", "reason", "updated_at")
    return {name: getattr(activity, name) for name in same} | {
        "invited": [_invitee_view(each, names, outlets) for each in activity.invited] if reader else [],
        "files": list(activity.files),
    }


def own_view(own: SignUp | None, place: int | None) -> dict[str, Any] | None:
    """`OwnReplyView`."""
    if own is None:
        return None
    same = ("outlet", "reply", "seat", "remark", "attended_at")
    shown = written(own.code) if own.seat is Seat.SEATED else ""
    told = {"place_in_line": place, "code": shown, "corrected": _correction_view(own, None)}
    return {name: getattr(own, name) for name in same} | told


def sign_up_view(sign_up: SignUp, names: Names, outlets: Outlets) -> dict[str, Any]:
    """`SignUpView`."""
    same = ("outlet", "reply", "seat", "at", "remark", "attended_at", "checked_by")
    outlet, came = outlets.get(sign_up.outlet), sign_up.walk_in
    person = person_view(sign_up.account, names)
    return {name: getattr(sign_up, name) for name in same} | {
        "id": sign_up.key,
        "person": person if sign_up.account else person | {"name": sign_up.name},
        "checker": person_view(sign_up.checker, names) if sign_up.checker else None,
        "corrected": _correction_view(sign_up, names),
        "walk_in": {"over_capacity": came.over_capacity, "uninvited": came.uninvited} if came else None,
        "outlet_name": outlet.name if outlet else "",
    }


def _correction_view(sign_up: SignUp, names: Names | None) -> dict[str, Any] | None:
    made = sign_up.corrected
    if made is None:
        return None
    by = person_view(made.by, names) if names is not None else None
    return {"at": made.at, "by": by, "reason": made.reason, "attended_at": made.attended_at}


def act_view(row: Mapping[str, Any], names: Names, *, reader: bool) -> dict[str, Any]:
    """`ActivityActView`; when and where a draft was to be is not for whom it was not announced to."""
    told = reader or row["status"] != ActivityStatus.DRAFT
    by = person_view(row["by"], names) if reader and row["by"] else None
    return {
        "id": row["_id"], "at": row["at"], "act": row["act"], "by": by, "state": ActivityStatus(row["status"]),
        "reason": row["reason"], "details": row["details"] if told else {},
    }  # fmt: skip


def attendance_view(activity: Activity, sign_up: SignUp, person: str, outlet: str, signer: str) -> dict[str, Any]:
    """`AttendanceView`."""
    return {
        "code": sign_up.certificate, "signer": signer, "person": person, "outlet_name": outlet, "kind": activity.kind,
        "title": activity.title,
        "starts_at": activity.starts_at, "attended_at": sign_up.attended_at,
    }  # fmt: skip


def certificate_view(
    activity: Activity, sign_up: SignUp, person: str, outlet: str, withdrawn_at: datetime | None
) -> dict[str, Any]:
    """`AttendanceCertificateView`."""
    return {
        "code": sign_up.certificate, "bureau": activity.bureau, "state": status_of(withdrawn_at),
        "kind": activity.kind, "title": mask_numbers(activity.title), "held_on": local_date(activity.starts_at),
        "outlet_name": outlet, "person": mask_name(person),
        "withdrawn_on": local_date(withdrawn_at) if withdrawn_at else None,
    }  # fmt: skip


def written(code: str) -> str:
    """A code as it is shown, in two groups."""
    half = CODE_SIGNS // 2
    return f"{code[:half]}-{code[half:]}"


def _invitee_view(invitee: Invitee, names: Names, outlets: Outlets) -> dict[str, Any]:
    name = ""
    if invitee.to is InviteeKind.OUTLET and invitee.id in outlets:
        name = outlets[invitee.id].name
    elif invitee.to is InviteeKind.PERSON:
        name = person_view(invitee.id, names)["name"]
    return {"to": invitee.to, "id": invitee.id, "name": name}
