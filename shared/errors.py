"""The few kinds of error that the domain raises, and their form on the wire.

An error carries a stable `code` (the key of its Chinese and English message), the field it is about, and
the values that the message names. One table in the gateway maps `kind` to an HTTP status.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class FieldProblem:
    """One broken rule at one place of the input.

    `pointer` is a JSON pointer (RFC 6901) into the input, such as `/channels/0/url`; `rule` is the message
    key, such as `credit_code.check_digit`; `params` are the values that the message names.
    """

    pointer: str
    rule: str
    params: Mapping[str, Any] = field(default_factory=dict)


class DomainError(Exception):
    """Base of every refusal that is the caller's to understand. Never retried, never a bug report."""

    kind: ClassVar[str] = "invalid"

    def __init__(self, code: str, *, problems: Sequence[FieldProblem] = (), **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, Any] = params
        self.problems: tuple[FieldProblem, ...] = tuple(problems)

    def __str__(self) -> str:
        details = {**self.params, **{p.pointer: p.rule for p in self.problems}}
        return f"{self.code} {details}" if details else self.code

    def to_wire(self) -> dict[str, Any]:
        """The error as JSON data: kind, code, params, problems."""
        return {
            "kind": self.kind,
            "code": self.code,
            "params": self.params,
            "problems": [asdict(p) for p in self.problems],
        }


class Invalid(DomainError):
    """The input breaks a rule that its author can see: 422."""

    kind = "invalid"


class NotFound(DomainError):
    """No such object for this caller (also when it belongs to somebody else): 404."""

    kind = "not_found"


class Unseen(NotFound):
    """The object does not concern this caller, or does no longer: neither does what a request of theirs once got of it
    under its idempotency key."""


class Conflict(DomainError):
    """The object's state does not allow this now: 409."""

    kind = "conflict"


class Forbidden(DomainError):
    """The caller is known and may not do this: 403."""

    kind = "forbidden"


class VersionMismatch(DomainError):
    """`If-Match` names another version than the stored one: 412."""

    kind = "version_mismatch"


class KeyReused(DomainError):
    """The same idempotency key came with another request: 422."""

    kind = "key_reused"


class DeadlineExceeded(DomainError):
    """The caller's deadline had passed before the work began; nothing was done: 504."""

    kind = "deadline"


KINDS: dict[str, type[DomainError]] = {
    cls.kind: cls for cls in (Invalid, NotFound, Conflict, Forbidden, VersionMismatch, KeyReused, DeadlineExceeded)
}


def from_wire(data: Mapping[str, Any]) -> DomainError:
    """The error that `to_wire` described; an unknown kind is read as `Invalid`."""
    cls = KINDS.get(data["kind"], Invalid)
    problems = [FieldProblem(**p) for p in data.get("problems", ())]
    return cls(data["code"], problems=problems, **data.get("params", {}))
