"""Passwords: argon2id (RFC 9106), a few at once, and never on the loop that serves requests.

A hash takes 0.1–0.4 s of CPU and 64 MiB: without a bound, a handful of sign-ins would stop the gateway. What
would wait too long is refused with 503 instead.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeVar

import argon2

from gateway.errors import ServiceUnavailable
from gateway.offload import offload
from shared.errors import FieldProblem, Invalid

AT_ONCE: Final = 2
WAITING: Final = 24
SHORTEST: Final = 12
LONGEST: Final = 128
LEAST_DIFFERENT: Final = 4
# Without letters and digits that look alike: it is read out and typed.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
T = TypeVar("T")
_hasher = argon2.PasswordHasher()
_slots = threading.BoundedSemaphore(AT_ONCE)
_places = threading.BoundedSemaphore(AT_ONCE + WAITING)


def check_rules(password: str, login: str, pointer: str) -> None:
    """Raises: Invalid when a new password is too weak (rules of NIST SP 800-63B, 5.1.1.2)."""
    lowered = password.casefold()
    if not SHORTEST <= len(password) <= LONGEST:
        rule = "accounts.password_length"
    elif len(set(password)) < LEAST_DIFFERENT or lowered in common() or _runs(lowered):
        rule = "accounts.password_common"
    elif login.casefold() in lowered:
        rule = "accounts.password_login"
    else:
        return
    params = {"min": SHORTEST, "max": LONGEST}
    raise Invalid("validation", problems=[FieldProblem(pointer, rule, params)])


@cache
def common() -> frozenset[str]:
    """The passwords that lead the published lists of leaked ones, at the length that we allow."""
    text = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line.strip().casefold() for line in text.splitlines() if not line.startswith("#"))


def temporary() -> str:
    """A password of 80 random bits to be used once."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def hash_password(password: str) -> str:
    """The argon2id hash to store. Raises: ServiceUnavailable when too many wait."""
    return _aside(lambda: _hasher.hash(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the one; without a stored hash it takes the same time and is not.

    Raises: ServiceUnavailable when too many wait.
    """

    def compare() -> bool:
        try:
            return _hasher.verify(stored or _nobodys(), password) and stored is not None
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    return _aside(compare)


def outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return bool(_hasher.check_needs_rehash(stored))


@cache
def _nobodys() -> str:
    """What an unknown account is compared with."""
    return _hasher.hash(secrets.token_urlsafe(16))


def _runs(text: str) -> bool:
    """Whether a text only counts up or down, as in 1234567890 or hgfedcba98."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})


def _aside(work: Callable[[], T]) -> T:
    with _place():
        return offload(work)


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise ServiceUnavailable("accounts.busy", retry_after=3)
    try:
        with _slots:
            yield
    finally:
        _places.release()
