"""Outlets as rows of a sheet: from cells to what the rules take, and from outlets to cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, validates_schema
from marshmallow import fields as ma

from services.outlet.domain import ChannelVerification, Outlet
from services.outlet.domain.importing import Row
from services.outlet.schemas import registration
from services.outlet.sealing import Sealer
from shared import validation
from shared.context import Actor
from shared.contracts.fields import (
    Choice,
    Form,
    Name,
    Range,
    Rule,
    Text,
    credit_code,
    email,
    phone,
    resident_id,
    url,
)
from shared.contracts.outlet.commands import MAX_FOLLOWERS, MAX_NAME
from shared.contracts.outlet_terms import Category, Level, Platform
from shared.identity.sealed import Sealed

CONTACT = ("contact_name", "phone")
CHANNEL_COLUMNS = ("platform", "level", "account_name", "url", "followers")
# What an exported sheet shows masked, and a known outlet does not need again.
PERSONAL = frozenset({"operator_name", "operator_id", "contact_name", "phone", "email"})


class RowValues(Form):
    """The cells of a row, blank ones left out."""

    name: Text = Name(MAX_NAME, shortest=2, required=True)
    category = Choice(Category, required=True)
    credit_code = credit_code()
    operator_name = Name(40)
    operator_id = resident_id()
    contact_name = Name(40, required=True)
    phone = phone(required=True)
    email = email()
    region = Text(MAX_NAME, required=True)
    platform = Choice(Platform)
    level = Choice(Level)
    account_name = Text(MAX_NAME)
    url = url(load_default="")
    followers = ma.Integer(validate=Range(0, MAX_FOLLOWERS), load_default=0)

    @validates_schema
    def _go_together(self, data: dict[str, Any], **_: Any) -> None:
        missing = [
            name
            for group in (("platform", "account_name"), ("operator_name", "operator_id"))
            for name in group
            if name not in data and any(other in data for other in group)
        ]
        missing += ["platform"] if "level" in data and "platform" not in data else []
        if missing:
            raise ValidationError({name: [Rule("required")] for name in missing})


class KnownValues(RowValues):
    """The cells of an outlet that is here: its name is compared and not entered, so an old one may have anything."""

    name = Text(MAX_NAME, shortest=2, required=True)


NEW, KNOWN = RowValues(), KnownValues(partial=CONTACT)


@dataclass(frozen=True)
class Sheet:
    """The file that the rows are of: who brings it, the upload's id, its name."""

    actor: Actor
    files: tuple[str, ...] = ()
    name: str = ""


def row_of(
    number: int,
    cells: Mapping[str, str],
    sheet: Sheet,
    sealer: Sealer,
    now: datetime,
    *,
    known: bool,
) -> Row:
    """The row as a new outlet. `known`: its id stands for an outlet that is here, so personal cells are passed over.
    A channel whose level it names is verified by who brings the sheet, which is the evidence.

    Raises: Invalid with a problem for every broken rule.
    """
    kept = {name: text for name, text in cells.items() if name in NEW.fields and not (known and name in PERSONAL)}
    data = validation.load(KNOWN if known else NEW, kept)
    outlet = replace(registration(_form(data), sheet.actor, sealer, now), members=())
    if "level" in data:
        vouched = ChannelVerification(sheet.actor.account, now, data["level"], sheet.files, f"{sheet.name} #{number}")
        outlet = replace(outlet, channels=tuple(replace(each, verification=vouched) for each in outlet.channels))
    operators = sealer.operator_indexes(data["operator_id"], sheet.actor.bureau) if "operator_id" in data else ()
    return Row(number, outlet, cells["id"] if known else "", operators)


def export_rows(outlet: Outlet, sealer: Sealer, *, in_full: bool) -> Iterator[dict[str, Any]]:
    """The rows of an outlet: one for each channel, at least one.

    Identity numbers are never exported in full; an exported row is known again by its id.
    """
    contact = outlet.contacts[0] if outlet.contacts else None
    operator = outlet.operator

    def shown(kind: str, sealed: Sealed | None) -> str:
        if sealed is None:
            return ""
        return sealer.open(kind, sealed, outlet) if in_full else sealed.masked

    profile = {
        "id": outlet.id,
        "name": outlet.name,
        "category": outlet.category,
        "credit_code": outlet.credit_code,
        "operator_name": operator.name if operator else "",
        "operator_id": operator.id_number.masked if operator else "",
        "contact_name": contact.name if contact else "",
        "phone": shown("phone", contact.phone if contact else None),
        "email": shown("email", contact.email if contact else None),
        "region": outlet.region,
        "status": outlet.status,
        "verified_until": outlet.verified_until.isoformat() if outlet.verified_until else "",
    }
    for item in outlet.channels or (None,):
        cells = ((name, getattr(item, name, None)) for name in CHANNEL_COLUMNS)
        yield profile | {name: "" if cell is None else cell for name, cell in cells}


def _form(data: Mapping[str, Any]) -> dict[str, Any]:
    """The row as the input of a registration."""
    contact = {"name": data.get("contact_name"), "phone": data.get("phone"), "email": data.get("email")}
    operator = {"name": data.get("operator_name"), "id_number": data.get("operator_id")}
    return {
        **data,
        "operator": operator if "operator_id" in data else None,
        "contacts": [contact] if "phone" in data else [],
        "channels": [data] if "platform" in data else [],
    }
