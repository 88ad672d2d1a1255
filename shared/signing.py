"""Who said it: signatures of what travels over the broker. A credential of the broker alone speaks for no program.

HMAC-SHA256 (RFC 2104, FIPS 198-1) under a ring of keys that the gateway and the services hold and nobody else does.
What is signed is the program that speaks, what for (a fact, a call, an answer) and every part in its length, so that
no signature serves another purpose, another queue or another question.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from struct import Struct
from typing import Final

# Header of an event.
SIGNATURE: Final = "x-jingmei-signature"
FACT, CALL, ANSWER = "fact", "call", "answer"
# The one program that calls the services.
CALLER: Final = "gateway"
# Who looks after the system from the outside.
OPERATOR: Final = "operator"
# What a signature is at most; a stranger may send anything.
LONGEST: Final = 200

_length = Struct(">I")


class Forged(Exception):
    """It is not by whom it says it is, or not signed at all."""


class Signer:
    """Signs for one program and checks what others say. `keys`: (id, 32 bytes), the first signs, all check. What is
    not signed is believed where `trusting`; what is signed wrongly never is, where there are keys."""

    def __init__(self, program: str, keys: Sequence[tuple[str, bytes]] = (), *, trusting: bool = False) -> None:
        self.trusting = trusting or not keys
        self._program = program
        self._keys = dict(keys)
        self._current = next(iter(self._keys), "")

    def sign(self, purpose: str, *parts: bytes, program: str = "") -> str:
        """`<program>:<id of the key>:<base64url>`; empty without keys. `program`: for whom an operator speaks."""
        if not self._keys:
            return ""
        speaker = program or self._program
        return f"{speaker}:{self._current}:{_code(self._keys[self._current], purpose, speaker, parts)}"

    def check(self, signature: object, purpose: str, *parts: bytes, program: str = "") -> str:
        """The program that said it. `program`: who alone may say it. Raises: Forged."""
        if not self._keys or (self.trusting and not signature):
            return program
        if not isinstance(signature, str) or not signature:
            raise Forged("it is not signed")
        speaker, _, rest = signature[:LONGEST].partition(":")
        id_, _, code = rest.partition(":")
        key = self._keys.get(id_)
        if key is None:
            raise Forged(f"it is signed under a key that is not known here: {id_[:16]!r}")
        if not hmac.compare_digest(code.encode(), _code(key, purpose, speaker, parts).encode()):
            raise Forged("its signature does not fit")
        if program and speaker != program:
            raise Forged(f"{speaker} says what only {program} may say")
        return speaker


def _code(key: bytes, purpose: str, program: str, parts: Sequence[bytes]) -> str:
    told = b"".join(_length.pack(len(part)) + part for part in (purpose.encode(), program.encode(), *parts))
    return base64.urlsafe_b64encode(hmac.digest(key, told, "sha256")).decode().rstrip("=")
