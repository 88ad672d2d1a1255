"""Passwords: argon2id (RFC 9106), a few at once, and never on the loop that serves requests.

A hash takes 0.1–0.4 s of CPU and 64 MiB: without a bound, a handful of sign-ins would stop the gateway. What
would wait too long is refused with 503 instead.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final, TypeVar

import argon2

from gateway.accounts.guessing import orders
from gateway.errors import ServiceUnavailable
from gateway.offload import offload
from shared.errors import FieldProblem, Invalid

AT_ONCE: Final = 2
WAITING: Final = 24
SHORTEST: Final = 12
LONGEST: Final = 128
# Guesses that it must take, as a power of ten: so many hashes keep a hundred processors busy for a day and more, and
# who guesses at our door is locked out after five.
LEAST_ORDERS: Final = 8.0
# Without letters and digits that look alike: it is read out and typed.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
T = TypeVar("T")
_hasher = argon2.PasswordHasher()
_slots = threading.BoundedSemaphore(AT_ONCE)
_places = threading.BoundedSemaphore(AT_ONCE + WAITING)


def check_rules(password: str, login: str, pointer: str, own: Collection[str] = ()) -> None:
    """Raises: Invalid when a new password is too weak (rules of NIST SP 800-63B, 3.1.1.2): too short or long, with the
    login name in it, built from common pieces, or from them and words of its owner and the bureau (`own`).
    """
    if not SHORTEST <= len(password) <= LONGEST:
        rule = "accounts.password_length"
    elif login.casefold() in password.casefold():
        rule = "accounts.password_login"
    elif orders(password) < LEAST_ORDERS:
        rule = "accounts.password_common"
    elif own and orders(password, own) < LEAST_ORDERS:
        rule = "accounts.password_own"
    else:
        return
    params = {"min": SHORTEST, "max": LONGEST}
    raise Invalid("validation", problems=[FieldProblem(pointer, rule, params)])


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

    return _aside(lambda: _verified(stored or _nobodys(), password) and stored is not None)


def among(stored: Collection[str], password: str) -> bool:
    """Whether a password is one of several stored ones. All are compared in one place of those that there are.

    Raises: ServiceUnavailable when too many wait.
    """
    return _aside(lambda: any(_verified(each, password) for each in stored))


def outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return bool(_hasher.check_needs_rehash(stored))


@cache
def _nobodys() -> str:
    """What an unknown account is compared with."""
    return _hasher.hash(secrets.token_urlsafe(16))


def _verified(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


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
