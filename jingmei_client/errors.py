"""What can go wrong, typed: the API's problem+json (RFC 9457) by its status, and no answer at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class ClientError(Exception):
    """Anything that this client raises."""


class Unreachable(ClientError):
    """No answer came, whatever was tried. Whether a change was made is not known: send it again with `key`."""

    def __init__(self, what: str, request_id: str, key: str) -> None:
        super().__init__(what)
        self.request_id, self.key = request_id, key


@dataclass(frozen=True)
class Broken:
    """One broken rule: a JSON pointer to the field, the rule's stable name, its text in one's language, and the values
    that the text tells in words."""

    pointer: str
    rule: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Problem(ClientError):
    """The API said no. `code` is stable; `title` and `detail` are for people, in the language that was asked for;
    `params` are the values that `detail` names. `request_id` is the gateway's own id of the request, `client_request`
    what was sent as X-Request-Id: both find it in the audit trail."""

    def __init__(self, status: int, problem: Mapping[str, Any], *, retry_after: float | None = None) -> None:
        self.status, self.problem, self.retry_after = status, dict(problem), retry_after
        self.code = str(problem.get("code", ""))
        self.title, self.detail = str(problem.get("title", "")), str(problem.get("detail", ""))
        self.request_id = str(problem.get("instance", ""))
        self.client_request = str(problem.get("client_request", ""))
        self.params: dict[str, Any] = dict(problem.get("params", {}))
        self.errors = tuple(
            Broken(each.get("pointer", ""), each.get("rule", ""), each.get("message", ""), each.get("params", {}))
            for each in problem.get("errors", ())
        )
        told = "; ".join(f"{each.pointer or '/'}: {each.message}" for each in self.errors)
        super().__init__(" · ".join(filter(None, (f"{status} {self.code}".strip(), self.detail or self.title, told))))


class BadRequest(Problem):
    """400, 405, 415: the request cannot be read."""


class Unauthorised(Problem):
    """401: not signed in, or the token is not valid."""


class SignedOut(Unauthorised):
    """401: the session is over; sign in again."""


class Forbidden(Problem):
    """403: not allowed."""


class NotFound(Problem):
    """404: not there, or not for this account to know of."""


class Conflict(Problem):
    """409: the object's state does not allow it."""


class VersionMismatch(Problem):
    """412, 428: somebody changed it since, or the version was not told. Read it again and decide anew."""


class TooLarge(Problem):
    """413, 414: more than the API reads."""


class Invalid(Problem):
    """422: the content is not valid; `errors` name each place."""


class KeyReused(Invalid):
    """422: the idempotency key belongs to another request."""


class RateLimited(Problem):
    """429: too many requests; `retry_after` says when to go on."""


class ServerError(Problem):
    """500: a fault of the server's; its log has `request_id`."""


class Unavailable(Problem):
    """502, 503, 504: not now, and not after all the tries."""


KINDS: dict[int, type[Problem]] = {
    400: BadRequest, 401: Unauthorised, 403: Forbidden, 404: NotFound, 405: BadRequest, 409: Conflict,
    412: VersionMismatch, 413: TooLarge, 414: TooLarge, 415: BadRequest, 422: Invalid, 428: VersionMismatch,
    429: RateLimited, 502: Unavailable, 503: Unavailable, 504: Unavailable,
}  # fmt: skip


def problem_of(status: int, problem: Mapping[str, Any], retry_after: float | None = None) -> Problem:
    """The exception for an answer that is not a success."""
    kind = KINDS.get(status, ServerError if status >= 500 else Problem)
    if problem.get("code") == "idempotency.key_reused":
        kind = KeyReused
    return kind(status, problem, retry_after=retry_after)
