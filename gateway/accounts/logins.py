"""The login name of who signs up: what they wish for, and four signs that nobody can guess.

Anybody may sign up. Were names given as they are asked for, each that is refused would be one that somebody has, and
each that is not would be held against whoever comes later; so no wish is refused, and none is granted as it is.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from gateway.accounts.model import fold
from gateway.accounts.passwords import ALPHABET

ADDED: Final = 4
# With what is added it is still a login name.
LONGEST_WISH: Final = 64 - ADDED - 1
# One in a million names is taken already; five in a row are none.
TRIES: Final = 5


def given(wish: str, origin: str, turn: int) -> str:
    """The name that a wish gets at this try; for the same request (`origin`, which nobody outside knows) the same."""
    seed = hashlib.sha256(f"{origin}\n{turn}".encode()).digest() if origin else secrets.token_bytes(ADDED)
    return f"{fold(wish)[:LONGEST_WISH]}-{''.join(ALPHABET[byte % len(ALPHABET)] for byte in seed[:ADDED])}"
