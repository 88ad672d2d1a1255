"""Publication permits (发布许可): numbered without a gap per bureau and year, verified by a code that nobody can guess.

A code is the bureau's six digits, fourteen characters of Crockford's base 32 by chance (70 bits) and two check
characters: the whole number modulo the prime 1021, which a wrong or two exchanged characters change.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from shared.contracts.review_terms import PermitStatus
from shared.events import PermitState

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
RANDOM, CHECKS, GROUP, BUREAU = 14, 2, 4, 6
MODULUS = 1021


@dataclass(frozen=True)
class Permit:
    """One permit, in one version; bound to exactly the content with its hash."""

    id: str
    bureau: str
    version: int
    code: str
    year: int
    number: int
    submission: str
    review: str
    outlet: str
    outlet_name: str
    title: str
    content_hash: str
    issued_at: datetime
    embargo_until: datetime | None = None
    status: PermitStatus = PermitStatus.VALID
    revoked_at: datetime | None = None
    revoked_by: str = ""
    reason: str = ""

    @property
    def shown_number(self) -> str:
        """The number as people quote it, such as 330108-2026-000012."""
        return f"{self.bureau}-{self.year}-{self.number:06}"

    def revoked(self, by: str, reason: str, now: datetime) -> Permit:
        """The permit as it is when it holds no longer."""
        return replace(
            self, version=self.version + 1, status=PermitStatus.REVOKED, revoked_at=now, revoked_by=by, reason=reason
        )

    def state(self) -> PermitState:
        """What other services may know."""
        return PermitState(
            id=self.id,
            code=self.code,
            number=self.number,
            year=self.year,
            submission=self.submission,
            outlet=self.outlet,
            content_hash=self.content_hash,
            issued_at=self.issued_at,
            embargo_until=self.embargo_until,
        )


def new_code(bureau: str) -> str:
    """A fresh code, such as 330108-8M2K-QX7T-0ZPC-4WQZ."""
    signs = bureau + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return _written(signs + _check(signs))


def read_code(text: str) -> str | None:
    """The code as it is kept, of any spelling (small letters, no hyphens, O for 0); None when it cannot be one."""
    signs = text.upper().translate(ALIKE)
    body, check = signs[:-CHECKS], signs[-CHECKS:]
    whole = len(signs) == BUREAU + RANDOM + CHECKS and all(sign in ALPHABET for sign in signs)
    return _written(signs) if whole and _check(body) == check else None


def _check(signs: str) -> str:
    rest = 0
    for sign in signs:
        rest = (rest * len(ALPHABET) + ALPHABET.index(sign)) % MODULUS
    return ALPHABET[rest // len(ALPHABET)] + ALPHABET[rest % len(ALPHABET)]


def _written(signs: str) -> str:
    groups = [signs[place : place + GROUP] for place in range(BUREAU, len(signs), GROUP)]
    return "-".join((signs[:BUREAU], *groups))
