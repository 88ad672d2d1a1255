"""Personal data on its way in and out: sealed before the rules see it, opened only to be revealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.outlet.domain import Contact, Invitation, Operator, Outlet
from services.outlet.domain.members import VALID_FOR
from shared.errors import FieldProblem, Invalid
from shared.identity.cipher import FieldCipher, Unsealable, code_hash
from shared.identity.masking import mask_email, mask_phone, mask_resident_id
from shared.identity.sealed import Sealed
from shared.ids import new_id

MASKS = {"phone": mask_phone, "email": mask_email, "resident_id": mask_resident_id}
INVITATION = "invitation"


class Sealer:
    """Binds every value to its bureau and outlet, so that one cannot be moved to another."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def seal(self, kind: str, text: str, bureau: str, outlet: str) -> Sealed:
        """Encrypt a phone, e-mail address or resident ID."""
        return self._cipher.seal(text, MASKS[kind](text), kind=kind, bureau=bureau, owner=outlet)

    def operator(self, data: Mapping[str, str], bureau: str, outlet: str) -> Operator:
        """The operator of an input."""
        return Operator(data["name"], self.seal("resident_id", data["id_number"], bureau, outlet))

    def operator_indexes(self, id_number: str, bureau: str) -> tuple[str, ...]:
        """Under which indexes an operator may be stored: one for each key of the ring."""
        return tuple(self._cipher.indexes(id_number, kind="resident_id", bureau=bureau))

    def indexes_of(self, outlet: Outlet) -> tuple[str, ...]:
        """Under which indexes the operator of an outlet may be stored elsewhere; none where it has no operator."""
        if outlet.operator is None:
            return ()
        sealed = outlet.operator.id_number
        try:
            return self.operator_indexes(self.open("resident_id", sealed, outlet), outlet.bureau)
        except Unsealable:
            return (sealed.index,)  # the key left the ring: it is known by what it was stored under

    def contact(self, data: Mapping[str, Any], bureau: str, outlet: str) -> Contact:
        """A new contact."""
        email = self.seal("email", data["email"], bureau, outlet) if data.get("email") else None
        return Contact(new_id(), data["name"], self.seal("phone", data["phone"], bureau, outlet), email)

    def contacts(self, items: Sequence[Mapping[str, Any]], outlet: Outlet) -> tuple[Contact, ...]:
        """The contacts as they shall be. Raises: Invalid when an id is not one of the present contacts'."""
        present = {contact.id: contact for contact in outlet.contacts}
        ids = [item.get("id") for item in items]
        problems = [
            FieldProblem(f"/contacts/{number}/id", "contact.unknown")
            for number, id_ in enumerate(ids)
            if id_ and (id_ not in present or id_ in ids[:number])
        ]
        if problems:
            raise Invalid("outlet.contacts", problems=problems)
        return tuple(self._contact(item, present, outlet) for item in items)

    def invitation(self, outlet: Outlet, data: Mapping[str, Any], by: str, now: datetime) -> Invitation:
        """A fresh invitation for 14 days; of its code only the hash is kept."""
        id_, key = new_id(), self._cipher.current
        hashed = code_hash(self._code(outlet.bureau, outlet.id, id_, key))
        account, note = data.get("account", ""), data.get("note", "")
        return Invitation(id_, data["role"], by, now, now + VALID_FOR, hashed, key, account, note)

    def code(self, outlet: Outlet, invitation: Invitation) -> str:
        """The code of an open invitation. Raises: Unsealable when its key left the ring."""
        return self._code(outlet.bureau, outlet.id, invitation.id, invitation.key)

    def reveal(self, outlet: Outlet) -> dict[str, Any]:
        """Personal data in full."""
        operator = outlet.operator
        return {
            "outlet": outlet.id,
            "operator": operator
            and {"name": operator.name, "id_number": self.open("resident_id", operator.id_number, outlet)},
            "contacts": [
                {
                    "id": contact.id,
                    "name": contact.name,
                    "phone": self.open("phone", contact.phone, outlet),
                    "email": self.open("email", contact.email, outlet) if contact.email else "",
                }
                for contact in outlet.contacts
            ],
        }

    def open(self, kind: str, sealed: Sealed, outlet: Outlet) -> str:
        """One value in full. Raises: Unsealable."""
        return self._cipher.unseal(sealed, kind=kind, bureau=outlet.bureau, owner=outlet.id)

    def _contact(self, item: Mapping[str, Any], present: Mapping[str, Contact], outlet: Outlet) -> Contact:
        if "id" not in item:
            return self.contact(item, outlet.bureau, outlet.id)
        changes: dict[str, Any] = {"name": item["name"]} if "name" in item else {}
        for kind in ("phone", "email"):
            if kind in item:
                changes[kind] = self.seal(kind, item[kind], outlet.bureau, outlet.id) if item[kind] else None
        return replace(present[item["id"]], **changes)

    def _code(self, bureau: str, outlet: str, invitation: str, key: str) -> str:
        return self._cipher.code(INVITATION, f"{bureau}/{outlet}/{invitation}", key)
