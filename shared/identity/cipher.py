"""Encryption of single fields: AES-256-GCM (NIST SP 800-38D) with a ring of keys, and blind indexes (HMAC-SHA256).

Every value keeps the id of its key, so a new key can be put first in `JINGMEI_FIELD_KEYS` at any time; an old
one must stay until nothing is sealed under it. From each key of the ring separate keys are derived (HKDF,
RFC 5869) for encryption, for indexes and for codes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.identity.sealed import Sealed

NONCE = 12
CODE_BYTES = 20  # 160 bits


class Unsealable(Exception):
    """A stored value cannot be opened: its key left the ring, or it was altered or moved to another object."""


class _Key:
    """One key of the ring and what is derived from it."""

    def __init__(self, id_: str, secret: bytes) -> None:
        self.id = id_
        self.aead = AESGCM(_derive(secret, b"jingmei field encryption"))
        self.index = _derive(secret, b"jingmei blind index")
        self.code = _derive(secret, b"jingmei codes")


class FieldCipher:
    """Seals and opens values. `keys` are (id, 32 bytes), the current one first."""

    def __init__(self, keys: Sequence[tuple[str, bytes]]) -> None:
        if not keys:
            raise ValueError("at least one field key is needed")
        self._keys = [_Key(id_, secret) for id_, secret in keys]
        self._by_id = {key.id: key for key in self._keys}

    @property
    def current(self) -> str:
        """The id of the key that seals."""
        return self._keys[0].id

    def seal(self, text: str, masked: str, *, kind: str, bureau: str, owner: str) -> Sealed:
        """Encrypt `text` so that it opens only as a `kind` of `owner` (an aggregate's id) in `bureau`."""
        key, nonce = self._keys[0], os.urandom(NONCE)
        secret = nonce + key.aead.encrypt(nonce, text.encode(), _bound(kind, bureau, owner))
        token = f"{key.id}:{base64.b64encode(secret).decode()}"
        return Sealed(masked, token, self.indexes(text, kind=kind, bureau=bureau)[0])

    def unseal(self, sealed: Sealed, *, kind: str, bureau: str, owner: str) -> str:
        """The text. Raises: Unsealable."""
        id_, _, body = sealed.token.partition(":")
        key = self._by_id.get(id_)
        if key is None:
            raise Unsealable(f"field key {id_!r} is not in the ring")
        try:
            secret = base64.b64decode(body, validate=True)
            return key.aead.decrypt(secret[:NONCE], secret[NONCE:], _bound(kind, bureau, owner)).decode()
        except (InvalidTag, binascii.Error, ValueError):
            raise Unsealable(f"{kind} of {owner}: altered or moved") from None

    def seal_bytes(self, data: bytes, *, kind: str, bureau: str, owner: str) -> bytes:
        """Encrypt bytes with the key `current`, whose id whoever keeps them keeps beside them: 28 bytes longer."""
        nonce = os.urandom(NONCE)
        return nonce + self._keys[0].aead.encrypt(nonce, data, _bound(kind, bureau, owner))

    def unseal_bytes(self, data: bytes, key_id: str, *, kind: str, bureau: str, owner: str) -> bytes:
        """The bytes. Raises: Unsealable."""
        key = self._by_id.get(key_id)
        if key is None:
            raise Unsealable(f"field key {key_id!r} is not in the ring")
        try:
            return key.aead.decrypt(data[:NONCE], data[NONCE:], _bound(kind, bureau, owner))
        except (InvalidTag, ValueError):
            raise Unsealable(f"{kind} of {owner}: altered or moved") from None

    def indexes(self, text: str, *, kind: str, bureau: str) -> list[str]:
        """The blind index of a value under every key of the ring, the current one first."""
        return [_mac(key.index, _bound(kind, bureau, text)).hex() for key in self._keys]

    def code(self, purpose: str, subject: str, key_id: str) -> str:
        """A secret of 160 bits for a subject, as 32 letters and digits; derived, so it need not be stored.

        Raises: Unsealable when the key left the ring.
        """
        key = self._by_id.get(key_id)
        if key is None:
            raise Unsealable(f"field key {key_id!r} is not in the ring")
        mac = _mac(key.code, f"{purpose}\0{subject}".encode())
        return base64.b32encode(mac[:CODE_BYTES]).decode()


def code_hash(code: str) -> str:
    """How a secret code is stored. It has 160 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, purpose).derive(secret)


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def _bound(kind: str, bureau: str, owner: str) -> bytes:
    # NUL cannot occur in any part, so no two different triples run together.
    return f"{kind}\0{bureau}\0{owner}".encode()
