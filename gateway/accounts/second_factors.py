"""Second factors: codes by time (TOTP, RFC 6238) of a secret that an authenticator has, and recovery codes.

The secret is sealed with the field keys. A code is good half a minute before and after its own, by the gateway's clock,
and once: the step that it was of is kept, and no step up to it serves again. Recovery codes are kept as keyed hashes.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

import pyotp
import segno
from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.accounts.model import Account
from shared import codes
from shared.clock import now
from shared.errors import Conflict
from shared.identity.cipher import FieldCipher
from shared.identity.sealed import Sealed
from shared.text import canonical

ISSUER: Final = "Jingmei"
KIND, RECOVERY = "second-factor", "recovery-code"
STEP: Final = 30
AROUND: Final = (0, -1, 1)
DIGITS: Final = re.compile(r"[0-9]{6}")
RECOVERY_CODES: Final = 10
SIGNS: Final = 12  # 60 bits
# How long somebody may take to put a secret into an authenticator.
BEGUN_LASTS: Final = timedelta(minutes=15)
BEGUN, ON = "begun", "on"
Document = dict[str, Any]


@dataclass(frozen=True)
class Enrolment:
    """What goes into an authenticator: base 32, the same as `otpauth` address, and this as the SVG of a QR code."""

    secret: str
    address: str
    qr: str
    until: datetime


@dataclass(frozen=True)
class Standing:
    """Since when an account has a second factor (None: it has none), and how many recovery codes are left."""

    since: datetime | None
    recovery_codes: int


class SecondFactors:
    """The collection `second_factors`, one row an account."""

    COLLECTION: ClassVar[str] = "second_factors"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0)]
    }

    def __init__(self, db: Database[Document], cipher: FieldCipher) -> None:
        self._factors = db[self.COLLECTION]
        self._cipher = cipher

    def standing(self, account: Account) -> Standing:
        """What the account has."""
        row = self._factors.find_one({"_id": account.id, "state": ON}) if account.second_factor else None
        return Standing(None, 0) if row is None else Standing(row["at"], len(row["codes"]))

    def begin(self, account: Account) -> Enrolment:
        """A new secret, which counts once a first code has confirmed it. Raises: Conflict when one counts."""
        secret, moment = pyotp.random_base32(), now()
        until = moment + BEGUN_LASTS
        sealed = self._cipher.seal(secret, "", kind=KIND, bureau=account.bureau, owner=account.id)
        row = {
            "bureau": account.bureau, "state": BEGUN, "secret": sealed.token, "last": 0, "codes": [],
            "at": moment, "expires": until,
        }  # fmt: skip
        try:
            self._factors.replace_one({"_id": account.id, "state": BEGUN}, row, upsert=True)
        except DuplicateKeyError:
            raise Conflict("accounts.second_factor_on") from None
        address = pyotp.TOTP(secret).provisioning_uri(name=f"{account.login}@{account.bureau}", issuer_name=ISSUER)
        return Enrolment(secret, address, _qr(address), until)

    def matches(self, account: Account, code: str) -> bool:
        """Whether a code is one of the secret that was begun. It is not used up."""
        row = self._factors.find_one({"_id": account.id, "state": BEGUN, "expires": {"$gt": now()}})
        return row is not None and self._step(account, row, _digits(code)) is not None

    def confirm(self, account: Account, code: str, session: ClientSession) -> list[str] | None:
        """Have the secret count from now on; the recovery codes, told this once. None when the code is not of it, or of
        one that was begun since: it is asked for again, in the transaction that has the account say so."""
        row = self._factors.find_one({"_id": account.id, "state": BEGUN, "expires": {"$gt": now()}}, session=session)
        step = None if row is None else self._step(account, row, _digits(code))
        if row is None or step is None:
            return None
        told = _chosen()
        on = {"state": ON, "at": now(), "last": step, "codes": [self._hash(account, each)[0] for each in told]}
        change = {"$set": on, "$unset": {"expires": ""}}
        done = self._factors.update_one({"_id": account.id, "secret": row["secret"]}, change, session=session)
        return told if done.matched_count else None

    def use(self, account: Account, code: str) -> bool:
        """Whether a code by time or a recovery code is right and was not used before; now it is used."""
        row = self._factors.find_one({"_id": account.id, "state": ON})
        if row is None:
            return False
        if digits := _digits(code):
            step = self._step(account, row, digits)
            fresh = {"_id": account.id, "state": ON, "last": {"$lt": step}}
            return step is not None and bool(self._factors.update_one(fresh, {"$set": {"last": step}}).matched_count)
        for each in self._hash(account, code):
            if self._factors.update_one({"_id": account.id, "codes": each}, {"$pull": {"codes": each}}).modified_count:
                return True
        return False

    def renew(self, account: Account) -> list[str]:
        """New recovery codes in place of all that there were, told this once."""
        told = _chosen()
        hashed = [self._hash(account, each)[0] for each in told]
        self._factors.update_one({"_id": account.id, "state": ON}, {"$set": {"codes": hashed}})
        return told

    def drop(self, account: Account, session: ClientSession) -> None:
        """Forget the secret and the recovery codes."""
        self._factors.delete_one({"_id": account.id}, session=session)

    def _step(self, account: Account, row: Document, digits: str) -> int | None:
        """The step that a code is of, if it is one of those that are good now."""
        secret = self._cipher.unseal(Sealed("", row["secret"], ""), kind=KIND, bureau=account.bureau, owner=account.id)
        clock, made = int(now().timestamp()) // STEP, pyotp.TOTP(secret, interval=STEP)
        right = [clock + by for by in AROUND if hmac.compare_digest(made.generate_otp(clock + by), digits)]
        return right[0] if right else None

    def _hash(self, account: Account, code: str) -> list[str]:
        """Under every key of the ring, the current one first. Of one account: codes of two never meet."""
        signs = codes.signs_of(canonical(code))
        return self._cipher.indexes(f"{account.id}:{signs}", kind=RECOVERY, bureau=account.bureau)


def _digits(code: str) -> str:
    """The six digits of a code by time, however they are spaced; empty for what is none."""
    told = canonical(code).replace(" ", "")
    return told if DIGITS.fullmatch(told) else ""


def _chosen() -> list[str]:
    return [_written(codes.chosen(SIGNS)) for _ in range(RECOVERY_CODES)]


def _written(signs: str) -> str:
    return "-".join(signs[at : at + codes.GROUP] for at in range(0, len(signs), codes.GROUP))


def _qr(address: str) -> str:
    """The address as a QR code (ISO/IEC 18004): an SVG document that stands in a page as it is."""
    code: Any = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(scale=4, border=2, dark="#000", light="#fff"))
