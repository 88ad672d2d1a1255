"""Publication permits (发布许可): numbered without a gap per bureau and year, verified by a code that nobody can guess.

A code is the bureau's six digits, fourteen characters of Crockford's base 32 by chance (70 bits) and two check
characters: the whole number modulo the prime 1021, which a wrong or two exchanged characters change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from shared import codes
from shared.contracts.review_terms import PermitStatus
from shared.events import PermitState

RANDOM, CHECKS = 14, 2
MODULUS = 1021


@dataclass(frozen=True)
class Permit:
    """One permit, in one version; bound to exactly the content with its hash. `conditions` are what whoever approved
    asks for, `planned` where it is to appear; both empty for permits from before they were kept."""

    id: str
    bureau: str
    version: int
    code: str
    submission: str
    review: str
    outlet: str
    outlet_name: str
    title: str
    content_hash: str
    issued_at: datetime
    embargo_until: datetime | None = None
    conditions: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    # From 1 on; 0 while it has none.
    year: int = 0
    number: int = 0
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
    signs = bureau + codes.chosen(RANDOM)
    return codes.written(signs + _check(signs))


def read_code(text: str) -> str | None:
    """The code as it is kept, of any spelling; None when it cannot be one."""
    code, signs = codes.read(text, codes.BUREAU + RANDOM + CHECKS), codes.signs_of(text)
    return code if code and _check(signs[:-CHECKS]) == signs[-CHECKS:] else None


def _check(signs: str) -> str:
    rest = 0
    for sign in signs:
        rest = (rest * len(codes.ALPHABET) + codes.ALPHABET.index(sign)) % MODULUS
    return codes.ALPHABET[rest // len(codes.ALPHABET)] + codes.ALPHABET[rest % len(codes.ALPHABET)]
