"""Outlets as MongoDB documents and back. Days are kept as ISO text, which sorts as they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from services.outlet.domain import (
    Channel,
    ChannelVerification,
    Contact,
    Invitation,
    Member,
    Operator,
    Outlet,
    Proof,
    Verification,
    fold,
    vouching,
)
from shared.contracts.outlet_terms import Category, Level, OutletRole, Platform, ReasonCode, Status
from shared.grams import grams, searchable
from shared.identity.sealed import Sealed

Document = dict[str, Any]


def outlet_document(outlet: Outlet) -> Document:
    """The document of an outlet. `claims` are the numbers that no other outlet of the bureau may be verified with;
    `unverified`: a channel waits to be verified."""
    document = asdict(outlet)
    document["_id"] = document.pop("id")
    document["name_key"] = fold(outlet.name)
    document |= found_by(outlet.name)
    document["verified_until"] = outlet.verified_until.isoformat() if outlet.verified_until else None
    if outlet.verification:
        document["verification"] |= {
            "on": outlet.verification.on.isoformat(),
            "until": outlet.verification.until.isoformat(),
        }
    document["claims"] = _claims(outlet)
    document["unverified"] = bool(vouching.waiting(outlet))
    return document


def found_by(name: str) -> Document:
    """What an outlet is found by when a part of its name is looked for."""
    searched = searchable([name])
    return {"searched": searched, "grams": grams(searched)}


def outlet_of(document: Document) -> Outlet:
    """The outlet that `outlet_document` described."""
    data = {name: value for name, value in document.items() if name not in DERIVED}
    return Outlet(
        **data
        | {
            "id": document["_id"],
            "category": Category(document["category"]),
            "status": Status(document["status"]),
            "operator": _operator(document["operator"]),
            "contacts": tuple(_contact(contact) for contact in document["contacts"]),
            "channels": tuple(_channel(channel, document) for channel in document["channels"]),
            "members": tuple(_member(member) for member in document["members"]),
            "invitations": tuple(_invitation(invitation) for invitation in document["invitations"]),
            "verification": _verification(document["verification"]),
            # Outlets from before this was kept have none.
            "proofs": _proofs(document.get("proofs", ())),
            "reason_code": ReasonCode(document["reason_code"]) if document["reason_code"] else None,
        }
    )


DERIVED = frozenset({"_id", "name_key", "searched", "grams", "verified_until", "claims", "unverified"})
# What an outlet said of its channels before they were verified holds, if the outlet itself was verified.
BEFORE = "渠道核验启用前已登记 / registered before channels were verified"


def _claims(outlet: Outlet) -> Document:
    if not outlet.vouched:
        return {}
    claims = {"credit_code": outlet.credit_code} if outlet.credit_code else {}
    return claims | ({"operator": outlet.operator.id_number.index} if outlet.operator else {})


def _channel(data: Document, outlet: Document) -> Channel:
    if "level" in data:
        data = _as_before(data, outlet)
    given = {"platform": Platform(data["platform"]), "claimed_level": _level(data["claimed_level"])}
    return Channel(**data | given | {"verification": _vouched(data["verification"])})


def _vouched(data: Document | None) -> ChannelVerification | None:
    return (
        ChannelVerification(**data | {"level": Level(data["level"]), "files": tuple(data["files"])}) if data else None
    )


def _as_before(data: Document, outlet: Document) -> Document:
    """A channel that was stored before channels were verified (see migrations/verified_channels.py)."""
    level = data["level"]
    vouched = {"by": "", "at": outlet["created_at"], "level": level, "files": [], "note": BEFORE}
    kept = {name: value for name, value in data.items() if name != "level"}
    return kept | {"claimed_level": level, "verification": vouched if outlet["verification"] else None}


def _level(text: str | None) -> Level | None:
    return Level(text) if text else None


def _operator(data: Document | None) -> Operator | None:
    return Operator(data["name"], Sealed(**data["id_number"])) if data else None


def _contact(data: Document) -> Contact:
    email = Sealed(**data["email"]) if data["email"] else None
    return Contact(data["id"], data["name"], Sealed(**data["phone"]), email)


def _member(data: Document) -> Member:
    return Member(**data | {"role": OutletRole(data["role"])})


def _invitation(data: Document) -> Invitation:
    return Invitation(**data | {"role": OutletRole(data["role"])})


def _proofs(data: Iterable[Document]) -> tuple[Proof, ...]:
    return tuple(
        Proof(tuple(proof["files"]), proof["note"], proof["channel"], _level(proof.get("level"))) for proof in data
    )


def _verification(data: Document | None) -> Verification | None:
    if data is None:
        return None
    proofs = _proofs(data["proofs"])
    days = {"on": date.fromisoformat(data["on"]), "until": date.fromisoformat(data["until"])}
    return Verification(**data | days | {"proofs": proofs})
