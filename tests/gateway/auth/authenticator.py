"""A security key in software: P-256, attestation `none` (WebAuthn level 2), honest unless told otherwise."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any, Final

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN: Final = "https://jingmei.example.gov.cn"
HOST: Final = "jingmei.example.gov.cn"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def told(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """One key. `count`: of its signatures; it stands at 0 in one that has none."""

    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0
    origin: str = ORIGIN
    host: str = HOST
    verified: bool = True

    def __post_init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """The answer to `navigator.credentials.create`."""
        numbers = self._private.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        data = self._data(ATTESTED, changed.get("host", self.host)) + attested
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        client = self._client("webauthn.create", options["challenge"], changed.get("origin", self.origin))
        return self._answer({"clientDataJSON": told(client), "attestationObject": told(cbor2.dumps(made))})

    def get(self, options: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """The answer to `navigator.credentials.get`; `counting`: by how much its count goes on."""
        self.count += changed.get("counting", 1)
        client = self._client("webauthn.get", options["challenge"], changed.get("origin", self.origin))
        data = self._data(0, changed.get("host", self.host))
        signed = self._private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        if changed.get("tampered"):
            data = data[:-4] + (self.count + 9).to_bytes(4, "big")
        told_of = {"clientDataJSON": told(client), "authenticatorData": told(data), "signature": told(signed)}
        return self._answer(told_of)

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        return {"id": told(self.id), "rawId": told(self.id), "type": "public-key", "response": response}

    def _client(self, what: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": what, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _data(self, flags: int, host: str) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verified else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")
