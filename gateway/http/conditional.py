"""Conditional requests (RFC 9110, 13): the ETag of an object is its version, that of a list the digest of its answer.

A read gives `ETag: "<version>"` and answers 304 to an `If-None-Match` that names it. An update names the
version that it was decided upon in `If-Match`; another stored version refuses it with 412, none given with 428.
"""

from __future__ import annotations

import hashlib
import re
from enum import Enum

from gateway.errors import BadRequest, PreconditionRequired
from shared.errors import VersionMismatch

ETAG = re.compile(r'^"(0|[1-9][0-9]{0,17})"$')
ENTITY = re.compile(r'^(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"$')
ANY = "*"


class IfMatch(Enum):
    """Whether an update must say which version it is for."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    IGNORED = "ignored"


def etag(version: int) -> str:
    """The strong ETag of a version."""
    return f'"{version}"'


def digest(body: bytes) -> str:
    """The ETag of what has no version: the same answer has the same one."""
    return f'"sha256:{hashlib.sha256(body).hexdigest()[:32]}"'


def expected(given: str | None, rule: IfMatch) -> int | None:
    """The version that `If-Match` names; None for any. Raises: PreconditionRequired, BadRequest, VersionMismatch."""
    if rule is IfMatch.IGNORED:
        return None
    if given is None:
        if rule is IfMatch.REQUIRED:
            raise PreconditionRequired("http.if_match_required")
        return None
    given = given.strip()
    if given == ANY:
        return None
    match = ETAG.fullmatch(given)
    if match is None:
        if ENTITY.fullmatch(given):
            raise VersionMismatch("version_mismatch", expected=given, actual="…")  # never an ETag of ours
        raise BadRequest("http.if_match")
    return int(match[1])


def fresh(given: str | None, own: str) -> bool:
    """Whether `If-None-Match` says that the caller has what this ETag is of (weak comparison)."""
    if not given:
        return False
    return any(part.strip().removeprefix("W/") in (own, ANY) for part in given.split(","))
