"""What is done with security keys (WebAuthn, level 2): registered, asked for, checked.

The relying party is the host of `PUBLIC_URL` and the origin its own, whatever a request says of itself. Whoever uses a
key has shown the authenticator who they are (user verification), else a key that lies about were enough.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from pymongo.database import Database
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from gateway.accounts.keys import MOST, Key, Keys
from gateway.accounts.model import Account
from gateway.auth.ceremonies import PROVE, REGISTER, Ceremonies
from gateway.auth.challenges import LASTS
from gateway.auth.saving import Saving
from shared import events
from shared.clock import now
from shared.errors import Conflict, FieldProblem, Invalid
from shared.ids import new_id

NAME: Final = "警媒通 Jingmei"
REQUIRED: Final = UserVerificationRequirement.REQUIRED
MILLISECONDS: Final = int(LASTS.total_seconds() * 1000)
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Party:
    """Who asks for signatures: `id` is the host; None where browsers have no keys, on plain HTTP and bare addresses."""

    id: str
    origin: str

    @classmethod
    def at(cls, public_url: str) -> Party | None:
        """The one whose pages are found there."""
        found = urlsplit(public_url)
        host = found.hostname or ""
        if found.scheme != "https" and not (found.scheme == "http" and host == "localhost"):
            return None
        try:
            ipaddress.ip_address(host)
        except ValueError:
            default = {"https": 443, "http": 80}[found.scheme]
            port = f":{found.port}" if found.port not in (None, default) else ""
            return cls(host, f"{found.scheme}://{host}{port}") if host else None
        return None


class SecurityKeys:
    """One per process."""

    def __init__(self, db: Database[dict[str, Any]], saving: Saving, public_url: str) -> None:
        self.kept, self._saving = Keys(db), saving
        self._ceremonies, self._party = Ceremonies(db), Party.at(public_url)

    @property
    def offered(self) -> bool:
        """Whether there can be any."""
        return self._party is not None

    def begin(self, account: Account, session: str) -> dict[str, Any]:
        """What `navigator.credentials.create` takes. Raises: Conflict."""
        party, there = self._there(), self._allowed(account)
        return _told(
            generate_registration_options(
                rp_id=party.id,
                rp_name=NAME,
                user_name=f"{account.login}@{account.bureau}",
                user_id=account.id.encode(),
                user_display_name=account.name,
                challenge=self._ceremonies.begin(session, REGISTER),
                timeout=MILLISECONDS,
                authenticator_selection=AuthenticatorSelectionCriteria(user_verification=REQUIRED),
                exclude_credentials=_described(there),
            )
        )

    def register(self, account: Account, session: str, name: str, given: Given) -> Key:
        """One more key. Raises: Conflict, Invalid at /credential."""
        party, _ = self._there(), self._allowed(account)
        signed = self._ceremonies.take(session, REGISTER)
        if signed is None:
            raise _wrong("accounts.key_over")
        try:
            found = verify_registration_response(
                credential=dict(given),
                expected_challenge=signed,
                expected_rp_id=party.id,
                expected_origin=party.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError):
            raise _wrong("accounts.key_wrong") from None
        made = Key(new_id(), name, found.credential_id, found.credential_public_key, found.sign_count, now())
        fact = events.SecurityKeyAdded(account.id, account.id)
        return self._saving.note(account, fact, partial(self.kept.add, account, made))

    def remove(self, account: Account, id_: str) -> None:
        """Raises: NotFound."""
        fact = events.SecurityKeyRemoved(account.id, account.id)
        self._saving.note(account, fact, partial(self.kept.remove, account, id_))

    def ask(self, account: Account, signed: bytes) -> dict[str, Any]:
        """What `navigator.credentials.get` takes. Raises: Conflict when the account has no key."""
        party, there = self._there(), [key for key in self.kept.of(account) if key.copied_at is None]
        if not there:
            raise Conflict("accounts.keys_none")
        return _told(
            generate_authentication_options(
                rp_id=party.id,
                challenge=signed,
                timeout=MILLISECONDS,
                allow_credentials=_described(there),
                user_verification=REQUIRED,
            )
        )

    def ask_in(self, account: Account, session: str) -> dict[str, Any]:
        """The same in a session, to show who sits there."""
        return self.ask(account, self._ceremonies.begin(session, PROVE))

    def right_in(self, account: Account, session: str, given: Given) -> bool:
        """Whether a key of the account signed what was asked for last in the session."""
        signed = self._ceremonies.take(session, PROVE)
        return signed is not None and self.right(account, signed, given)

    def right(self, account: Account, signed: bytes, given: Given) -> bool:
        """Whether a key of the account signed that here. Raises: Invalid when its count went back."""
        key = next((key for key in self.kept.of(account) if key.credential == _id(given)), None)
        if self._party is None or key is None or key.copied_at is not None:
            return False
        try:
            found = verify_authentication_response(
                credential=dict(given),
                expected_challenge=signed,
                expected_rp_id=self._party.id,
                expected_origin=self._party.origin,
                credential_public_key=key.public,
                # Its count is compared after its signature: a wrong one must not have a key taken for copied.
                credential_current_sign_count=0,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError):
            return False
        if not self.kept.used(key, found.new_sign_count):
            self._saving.note(account, events.SecurityKeyCopied(account.id, account.id), partial(self.kept.copied, key))
            raise _wrong("accounts.key_copied")
        return True

    def _there(self) -> Party:
        if self._party is None:
            raise Conflict("accounts.keys_off")
        return self._party

    def _allowed(self, account: Account) -> list[Key]:
        """The keys that there are, where one more may be. Codes and recovery codes come first: a key gets lost."""
        if not account.second_factor:
            raise Conflict("accounts.second_factor_off")
        there = self.kept.of(account)
        if len(there) >= MOST:
            raise Conflict("accounts.keys_most", most=MOST)
        return there


def _described(keys: list[Key]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=key.credential) for key in keys]


def _told(options: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(options_to_json(options))
    return told


def _id(given: Given) -> bytes:
    try:
        return base64url_to_bytes(str(given.get("id", "")))
    except ValueError:
        return b""


def _wrong(rule: str) -> Invalid:
    return Invalid("validation", problems=[FieldProblem("/credential", rule)])
