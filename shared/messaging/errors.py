"""What a handler may raise besides the domain's errors, and how an error is told over RPC."""

from __future__ import annotations

from typing import Any

from shared.errors import DomainError
from shared.mongo import unreachable


class NotYet(Exception):
    """The event needs a predecessor that has not been seen: it waits on the retry ladder."""


def describe(error: BaseException) -> dict[str, Any]:
    """An error in nameko's RPC reply form. An unforeseen one tells its class and nothing of its content."""
    if isinstance(error, DomainError):
        return _reply("DomainError", "shared.errors.DomainError", [error.to_wire()], str(error))
    if unreachable(error):
        return _reply("Unavailable", "shared.errors.Unavailable", [], "the database is away")
    name = type(error).__name__
    return _reply("InternalError", f"internal.{name}", [name], "internal error")


def malformed(name: str, detail: str) -> dict[str, Any]:
    """The reply to a request that names no method of ours or is not of the protocol's form."""
    return _reply(name, f"nameko.exceptions.{name}", [detail], detail)


def _reply(kind: str, path: str, args: list[Any], value: str) -> dict[str, Any]:
    return {"exc_type": kind, "exc_path": path, "exc_args": args, "value": value}
