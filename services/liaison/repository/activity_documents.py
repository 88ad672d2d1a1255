"""Activities, their seats and replies as MongoDB documents and back."""

from __future__ import annotations

from dataclasses import asdict

from services.liaison.domain.activities import Activity, Correction, Invitee, Seats, SignUp, WalkIn, reminders
from services.liaison.repository.documents import Document
from shared.contracts.activity_terms import ActivityKind, ActivityStatus, CheckedBy, InviteeKind, Reply, Seat


def activity_document(activity: Activity) -> Document:
    """The document of an activity; whom it invites is kept as texts, which lists are made by."""
    data = asdict(activity)
    data["_id"] = data.pop("id")
    return data | {"invited": [invitee_text(each) for each in activity.invited], "due": reminders.due(activity)}


def activity_of(document: Document) -> Activity:
    """The activity that `activity_document` described."""
    data = {name: value for name, value in document.items() if name not in ("_id", "due", "judged")}
    return Activity(
        **data
        | {
            "id": document["_id"],
            "kind": ActivityKind(document["kind"]),
            "status": ActivityStatus(document["status"]),
            "files": tuple(document["files"]),
            "invited": tuple(invitee_of(each) for each in document["invited"]),
        }
    )


def sign_up_document(sign_up: SignUp) -> Document:
    """The document of a reply."""
    return {"_id": sign_up.id, **asdict(sign_up)}


def sign_up_of(document: Document) -> SignUp:
    """The reply that `sign_up_document` described."""
    data = {name: value for name, value in document.items() if name != "_id"}
    how, came, corrected = document["checked_by"], document.get("walk_in"), document.get("corrected")
    return SignUp(
        **data
        | {
            "reply": _reply_of(document["reply"]),
            "seat": Seat(document["seat"]),
            "checked_by": CheckedBy(how) if how else None,
            "walk_in": _walk_in_of(came) if came else None,
            "corrected": Correction(**corrected) if corrected else None,
        }
    )


def _walk_in_of(row: Document) -> WalkIn:
    return WalkIn(**row | {"reply": _reply_of(row["reply"]), "seat": Seat(row["seat"])})


def _reply_of(text: str | None) -> Reply | None:
    return Reply(text) if text else None


def seats_of(row: Document) -> Seats:
    """The seats of an activity from their document."""
    counts = (row["taken"], row["waiting"], row["attended"])
    return Seats(row["_id"], row["bureau"], row["capacity"], ActivityStatus(row["status"]), *counts, row.get("judged"))


def invitee_text(invitee: Invitee) -> str:
    """An invitation as lists look for it."""
    return f"{invitee.to.value}:{invitee.id}"


def invitee_of(text: str) -> Invitee:
    """The invitation that `invitee_text` wrote."""
    to, _, id_ = text.partition(":")
    return Invitee(InviteeKind(to), id_)
