"""Refusals that only the gateway makes, beside those of `shared.errors`. `problems.TABLE` gives their status."""

from __future__ import annotations

from shared.errors import DomainError


class BadRequest(DomainError):
    """The request cannot be read at all: broken JSON, a malformed header: 400."""

    kind = "bad_request"


class Unauthorised(DomainError):
    """Nobody is signed in, or the token is forged, expired or revoked: 401."""

    kind = "unauthorised"


class MethodNotAllowed(DomainError):
    """The resource is there and does not know the method: 405."""

    kind = "method_not_allowed"


class InProgress(DomainError):
    """Another request with the same idempotency key is at work: 409, come again in `retry_after` seconds."""

    kind = "in_progress"


class TooLarge(DomainError):
    """The body is longer than this endpoint takes: 413."""

    kind = "too_large"


class UnsupportedMediaType(DomainError):
    """The body is not of the content type that the endpoint takes: 415."""

    kind = "unsupported_media_type"


class RangeNotSatisfiable(DomainError):
    """No byte of the asked range is in the file: 416; `size` says how many there are."""

    kind = "range"


class ChecksumMismatch(DomainError):
    """A part of an upload is not what its sender said: 460, as tus has it."""

    kind = "checksum"


class PreconditionRequired(DomainError):
    """An update came without `If-Match`: 428."""

    kind = "precondition_required"


class InsufficientStorage(DomainError):
    """The database's disk has no room for this: 507 (RFC 4918, 11.5)."""

    kind = "storage"


class TooSlow(DomainError):
    """The body came so slowly that the connection was cut: 408."""

    kind = "too_slow"


class RateLimited(DomainError):
    """Too many requests: 429, come again in `retry_after` seconds."""

    kind = "rate_limited"


class Internal(DomainError):
    """A fault of ours. It tells nothing but the request's id: 500."""

    kind = "internal"


class ServiceUnavailable(DomainError):
    """A service, the broker or the database is away: 503. To repeat the request with its key is safe."""

    kind = "unavailable"
