"""Who reads the trail, and what it says to them: to people of an outlet not who acted on what is theirs.

A row names an object and not whose it is: a work's outlet is known to another service, and its co-authors with it. So
whoever belongs to an outlet, auditor besides, is told of the affairs of outlets only what is surely of others:
what is asked at another outlet's own address. Such rows are left out whole, for an account, address, time of sign-in or
request would tell who it was as well as a name. The operator's command reads everything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gateway.audit.kept import Document

# What is nobody's of an outlet: accounts, the system, and rules that hold for all. Whatever else comes is an affair
# of outlets until it is named here.
APART: Final = re.compile(
    r"^(accounts|own_data|privacy|sessions|second_factors|security_keys|outside_identities|password_resets|audit|workdays|"
    r"review_policies|rule_proposals|schemes)\."
)
OF_AN_OUTLET: Final = re.compile(r"^/v1/outlets/<id:outlet>(/|$)")


@dataclass(frozen=True)
class Reader:
    """Who reads their bureau's rows. `outlets`: ids of those that they belong to; None where that is not known now."""

    bureau: str
    account: str
    outlets: frozenset[str] | None = frozenset()

    @property
    def partial(self) -> bool:
        """Whether rows are left out for them."""
        return self.outlets is None or bool(self.outlets)

    def sees(self, row: Mapping[str, Any]) -> bool:
        """Whether they read this row: `asks` in Python, for rows that are found by their results."""
        if not self.partial or not row["roles"] or row["account"] == self.account or APART.search(row["operation"]):
            return True
        named = {row["object"], row.get("within", "")}
        return self.outlets is not None and bool(OF_AN_OUTLET.search(row["route"])) and named.isdisjoint(self.outlets)

    def asks(self) -> Document:
        """What the database is asked for, so that it passes over the others."""
        match: Document = {"bureau": self.bureau}
        if not self.partial:
            return match
        told: list[Document] = [{"roles": []}, {"account": self.account}, {"operation": APART}]
        if self.outlets is not None:
            own = {"$nin": sorted(self.outlets)}
            told.append({"route": OF_AN_OUTLET, "object": own, "within": own})
        return {**match, "$and": [{"$or": told}]}
