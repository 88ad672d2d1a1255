"""From checked inputs to the domain, and from the domain to views. The marshmallow schemas are the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from services.outlet.domain import (
    Channel,
    ChannelVerification,
    Invitation,
    Member,
    Outlet,
    Proof,
    Verification,
    vouching,
)
from services.outlet.sealing import Sealer
from shared.clock import local_date
from shared.context import Actor
from shared.contracts.outlet_terms import ImportState, OutletRole, Status
from shared.events import ChannelVerified, OutletReverified, OutletsImported, OutletVerified
from shared.ids import new_id

# How long an import and its report are kept.
CHANNEL_FIELDS = ("platform", "claimed_level", "account_name", "url", "followers")
SUMMARY = ("version", "name", "category", "status", "region", "liaison", "verified_until", "created_at")

# What a liaison verified: the reason that the history has of it is a note of theirs.
NOTED = frozenset({OutletVerified.name, OutletReverified.name, ChannelVerified.name})


def registration(data: Mapping[str, Any], actor: Actor, sealer: Sealer, now: datetime) -> Outlet:
    """The outlet that a registration asks for; who registers it owns it."""
    id_, bureau = new_id(), actor.bureau
    operator = data.get("operator")
    return Outlet(
        id=id_,
        bureau=bureau,
        version=1,
        name=data["name"],
        category=data["category"],
        status=Status.PENDING,
        credit_code=data.get("credit_code", ""),
        operator=sealer.operator(operator, bureau, id_) if operator else None,
        contacts=tuple(sealer.contact(contact, bureau, id_) for contact in data["contacts"]),
        region=data["region"],
        created_at=now,
        updated_at=now,
        channels=tuple(channel(item) for item in data["channels"]),
        members=(Member(actor.account, actor.name, OutletRole.OWNER, now),),
        proofs=proofs(data.get("proofs", ())),
    )


def channel(data: Mapping[str, Any]) -> Channel:
    """A new channel, which nobody has verified."""
    return Channel(id=new_id(), **{name: data[name] for name in CHANNEL_FIELDS if name in data})


def channel_evidence(data: Mapping[str, Any], by: str, now: datetime) -> ChannelVerification:
    """The evidence on which a channel is verified."""
    return ChannelVerification(by, now, data["level"], tuple(data["files"]), data["note"])


def profile(data: Mapping[str, Any], outlet: Outlet, sealer: Sealer) -> dict[str, Any]:
    """The values of a profile change as the domain has them. Raises: Invalid for an unknown contact."""
    values = {name: data[name] for name in ("name", "category", "region") if name in data}
    if "credit_code" in data:
        values["credit_code"] = data["credit_code"] or ""
    if "operator" in data:
        operator = data["operator"]
        values["operator"] = sealer.operator(operator, outlet.bureau, outlet.id) if operator else None
    if "contacts" in data:
        values["contacts"] = sealer.contacts(data["contacts"], outlet)
    return values


def evidence(data: Mapping[str, Any], by: str, now: datetime) -> Verification:
    """The evidence of a verification; the rules set its days."""
    today = local_date(now)
    return Verification(by, today, today, data.get("licence_number", ""), proofs(data["proofs"]), data["note"])


def proofs(given: Iterable[Mapping[str, Any]]) -> tuple[Proof, ...]:
    """What somebody proves something with."""
    return tuple(
        Proof(tuple(proof["files"]), proof["note"], proof.get("channel", ""), proof.get("level")) for proof in given
    )


def outlet_view(outlet: Outlet, *, inside: bool) -> dict[str, Any]:
    """`OutletView`: personal data masked; those `inside` are not told which officer verified it, nor what that one
    noted."""
    operator, verification = outlet.operator, outlet.verification
    return {
        "id": outlet.id,
        "version": outlet.version,
        "name": outlet.name,
        "category": outlet.category,
        "status": outlet.status,
        "reason_code": outlet.reason_code,
        "reason": outlet.reason,
        "credit_code": outlet.credit_code,
        "operator": operator and {"name": operator.name, "id_number": operator.id_number.masked},
        "contacts": [
            {"id": c.id, "name": c.name, "phone": c.phone.masked, "email": c.email.masked if c.email else ""}
            for c in outlet.contacts
        ],
        "region": outlet.region,
        "liaison": outlet.liaison,
        "left_by": outlet.left_by,
        "proofs": [asdict(proof) for proof in outlet.proofs],
        "channels": [channel_view(item, inside=inside) for item in outlet.channels],
        "members": [asdict(member) for member in outlet.members],
        "verification": verification and (_unnoted if inside else dict)(asdict(verification)),
        "verified_until": outlet.verified_until,
        "created_at": outlet.created_at,
        "updated_at": outlet.updated_at,
    }


def channel_view(item: Channel, *, inside: bool) -> dict[str, Any]:
    """`ChannelView`."""
    view = asdict(item) | {"level": item.level, "verified": item.verified}
    return _unnamed(view) if inside else view


def waiting_view(outlet: Outlet) -> dict[str, Any]:
    """`WaitingChannels`."""
    shown = ("id", "version", "name", "category", "status")
    waiting = [channel_view(item, inside=False) for item in vouching.waiting(outlet)]
    return {name: getattr(outlet, name) for name in shown} | {"channels": waiting}


def summary_view(document: Mapping[str, Any]) -> dict[str, Any]:
    """`OutletSummary` of a listed document, with `role` when it carries the asker's own membership."""
    platforms = sorted({item["platform"] for item in document["channels"]})
    view = {"id": document["_id"], **{name: document[name] for name in SUMMARY}, "platforms": platforms}
    return view | ({"role": document["members"][0]["role"]} if "members" in document else {})


def history_view(document: Mapping[str, Any], people: Mapping[str, datetime | None] | None) -> dict[str, Any]:
    """`HistoryEntry`. `people`: those inside, past and present (since when), who are told of one another alone, and of
    nothing that one of them did for the bureau; None for staff."""
    view = {name: document[name] for name in ("version", "what", "by", "at", "status", "reason", "details")}
    if people is None:
        return view
    details = {name: _unnamed(each) if isinstance(each, dict) else each for name, each in view["details"].items()}
    noted = {"reason": ""} if view["what"] in NOTED else {}
    return view | {"by": view["by"] if _inside(document, people) else "", "details": details} | noted


def _inside(document: Mapping[str, Any], people: Mapping[str, datetime | None]) -> bool:
    """Whether an act was one of the outlet's people; of what was kept before that was noted, by when they joined."""
    since = people.get(document["by"])
    return bool(document.get("inside", document["by"] in people and (since is None or since <= document["at"])))


def _unnamed(channel: dict[str, Any]) -> dict[str, Any]:
    """A channel without who verified it, and what they noted."""
    verification = channel.get("verification")
    return channel | {"verification": _unnoted(verification)} if verification else channel


def _unnoted(verification: dict[str, Any]) -> dict[str, Any]:
    """A verification without what is the bureau's alone: by whom, and what was noted with it and with its proofs."""
    proofs = [each | {"note": ""} for each in verification.get("proofs", ())]
    return verification | {"by": "", "note": ""} | ({"proofs": proofs} if proofs else {})


def invitation_view(outlet: Outlet, invitation: Invitation, *, inside: bool) -> dict[str, Any]:
    """`InvitationView`: everything but what opens it; those `inside` are not told which officer invited."""
    shown = ("id", "role", "account", "note", "by", "created_at", "expires_at")
    view = {"outlet": outlet.id, **{name: getattr(invitation, name) for name in shown}}
    inviting = outlet.member(invitation.by)
    theirs = inviting is not None and inviting.joined_at <= invitation.created_at
    return view if theirs or not inside else view | {"by": ""}


def new_import(data: Mapping[str, Any], actor: Actor, now: datetime, kept: timedelta) -> dict[str, Any]:
    """The document of an import that begins; it is kept for so long."""
    return {
        "_id": new_id(),
        "bureau": actor.bureau,
        "version": 1,
        **{name: data[name] for name in ("file", "file_name", "total")},
        "state": ImportState.OPEN,
        "aborted": "",
        **dict.fromkeys(("accepted", "unchanged", "refused"), 0),
        "by": actor.account,
        "opened_at": now,
        "closed_at": None,
        "expires": now + kept,
        "sheet": None,
    }


def import_view(document: Mapping[str, Any]) -> dict[str, Any]:
    """`ImportView`."""
    shown = ("file", "file_name", "total", "state", "aborted", "accepted", "unchanged", "refused", "by")
    sheet = read_sheet(document)
    return {
        "id": document["_id"],
        **{name: document[name] for name in (*shown, "opened_at", "closed_at")},
        "sheet": sheet["title"],
        "ignored": sheet["ignored"],
    }


def read_sheet(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """`ReadSheet` of an import; nothing is known of it before its first rows, nor of one from before it was kept."""
    return document.get("sheet") or {"title": "", "columns": [], "ignored": []}


def refusal_view(document: Mapping[str, Any], sheet: Mapping[str, Any]) -> dict[str, Any]:
    """`RefusedRow` of an import whose rows are of this `ReadSheet`."""
    columns = {each["column"]: each for each in sheet["columns"]}
    problems = [_placed(problem, document["row"], columns.get(problem["column"])) for problem in document["problems"]]
    return {"sheet": sheet["title"], "row": document["row"], "problems": problems}


def _placed(problem: Mapping[str, Any], row: int, column: Mapping[str, Any] | None) -> dict[str, Any]:
    if column is None:
        return {**problem, "cell": "", "heading": ""}
    return {**problem, "cell": f"{column['letter']}{row}", "heading": column["heading"]}


def ended_import(document: Mapping[str, Any], aborted: str, now: datetime) -> dict[str, Any]:
    """The document of an import that has come to its end, or was aborted for the reason given."""
    state = ImportState.ABORTED if aborted else ImportState.CLOSED
    return {**document, "state": state, "aborted": aborted, "closed_at": now, "version": document["version"] + 1}


def imported(document: Mapping[str, Any], by: str) -> OutletsImported:
    """The fact that an import came to its end."""
    counts = {name: document[name] for name in ("accepted", "unchanged", "refused")}
    return OutletsImported(file_name=document["file_name"], by=by, **counts)
