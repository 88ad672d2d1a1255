"""Settings from the environment, read once; every error at once, by name, before anything starts.

The gateway builds its own on the same two functions (`reader` and `finish`).
"""

from __future__ import annotations

import base64
import binascii
import re
import sys
from dataclasses import dataclass, field
from typing import Any, NoReturn

from environs import Env, EnvValidationError
from marshmallow import ValidationError
from marshmallow.validate import Length, OneOf, Range, Regexp

from shared.tls import servers

PREFIX = "JINGMEI_"
BAD_SETTINGS = 2
LEVELS = ("debug", "info", "warning", "error")
KEY = re.compile(r"^([A-Za-z0-9_-]{1,16}):([A-Za-z0-9+/=]+)$")


class SettingsError(Exception):
    """One or more settings are missing or wrong; `problems` is name → what is wrong."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__("; ".join(f"{name}: {', '.join(texts)}" for name, texts in sorted(problems.items())))
        self.problems = problems


@dataclass(frozen=True)
class KernelSettings:
    """What every service process needs. Times in seconds."""

    amqp_uri: str
    mongo_uri: str
    database_prefix: str = "jingmei_"
    health_host: str = "127.0.0.1"
    health_port: int = 0
    instance: str = ""
    log_level: str = "info"
    max_workers: int = 64
    prefetch: int = 0
    retry_ladder: tuple[int, ...] = (5, 30, 120, 600, 3600)
    heartbeat: int = 15
    stop_deadline: float = 25.0
    start_deadline: float = 300.0
    field_keys: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    signing_keys: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    unsigned: bool = False


def reader() -> Env:
    """An environment reader that collects errors until `finish`."""
    return Env(eager=False, prefix=PREFIX)


def finish(env: Env) -> None:
    """Raise: SettingsError that names every setting that is missing or wrong."""
    try:
        env.seal()
    except EnvValidationError as error:
        found: Any = error.error_messages
        raise SettingsError({name: [str(text) for text in texts] for name, texts in found.items()}) from None


def kernel_settings() -> KernelSettings:
    """The settings of a service process. Raises: SettingsError."""
    env = reader()
    values: dict[str, Any] = {
        **servers(env),
        "database_prefix": database_prefix(env),
        "health_host": env.str("HEALTH_HOST", "127.0.0.1"),
        "health_port": env.int("HEALTH_PORT", 0, validate=Range(0, 65535)),
        "instance": env.str("INSTANCE", ""),
        "log_level": env.str("LOG_LEVEL", "info", validate=OneOf(LEVELS)),
        "max_workers": env.int("MAX_WORKERS", 64, validate=Range(1, 1000)),
        "prefetch": env.int("PREFETCH", 0, validate=Range(0, 10_000)),
        "retry_ladder": tuple(env.list("RETRY_LADDER", [5, 30, 120, 600, 3600], subcast=_rung) or ()),
        "heartbeat": env.int("HEARTBEAT", 15, validate=Range(2, 300)),
        "stop_deadline": env.float("STOP_DEADLINE", 25.0, validate=Range(1, 600)),
        "start_deadline": env.float("START_DEADLINE", 300.0, validate=Range(1, 3600)),
        "field_keys": field_keys(env),
        **signing(env),
    }
    finish(env)
    return KernelSettings(**values)


def database_prefix(env: Env) -> str:
    """The text before every database's name."""
    prefix: str = env.str("DATABASE_PREFIX", "jingmei_", validate=Regexp(r"^[a-z][a-z0-9_]{0,30}\Z"))
    return prefix


def field_keys(env: Env) -> tuple[tuple[str, bytes], ...]:
    """The ring of field-encryption keys, the current one first: `k1:<base64 of 32 bytes>[,k0:…]`."""
    return tuple(env.list("FIELD_KEYS", [], subcast=_field_key) or ())


def audit_keys(env: Env) -> tuple[tuple[str, bytes], ...]:
    """The ring of keys that sign the audit trail, in the same form."""
    return tuple(env.list("AUDIT_KEYS", [], subcast=_field_key) or ())


def signing(env: Env) -> dict[str, Any]:
    """The ring of keys that what travels over the broker is signed with, written as that of the field keys, and whether
    what is not signed is believed, too: somebody has to want that."""
    keys, unsigned = env.list("SIGNING_KEYS", [], subcast=_field_key), env.bool("UNSIGNED", False)
    if not unsigned:
        env.str("SIGNING_KEYS", validate=Length(min=1))
    return {"signing_keys": tuple(keys or ()), "unsigned": unsigned}


def _field_key(text: str) -> tuple[str, bytes]:
    match = KEY.fullmatch(text.strip())
    try:
        key = base64.b64decode(match[2], validate=True) if match else b""
    except binascii.Error:
        key = b""
    if match is None or len(key) != 32:
        raise ValidationError("each key is <id>:<base64 of 32 bytes>")
    return match[1], key


def _rung(text: str | int) -> int:
    try:
        seconds = int(text)
    except ValueError:
        seconds = 0
    if not 1 <= seconds <= 86_400:
        raise ValidationError("each step is 1 to 86400 seconds")
    return seconds


def complain(error: SettingsError) -> NoReturn:
    """Print every problem to standard error, a line each, and leave with exit code 2."""
    for name, texts in sorted(error.problems.items()):
        full = name if name.startswith(PREFIX) else PREFIX + name
        sys.stderr.write(f"settings: {full}: {' '.join(texts)}\n")
    sys.exit(BAD_SETTINGS)
