"""The gateway's settings, from the environment, on the same reader as those of the services."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from limits import parse
from marshmallow import ValidationError
from marshmallow.validate import OneOf, Range, Regexp

from gateway.auth.lasting import IDLE, LONGEST, Lasting, times
from gateway.file_settings import FileSettings, file_settings
from gateway.guard_settings import GuardSettings, guard_settings
from gateway.oidc_settings import OidcSettings, oidc_settings
from gateway.password_settings import PasswordSettings, password_settings
from shared.context import POWERS, STAFF_ROLES, Role
from shared.settings import LEVELS, audit_keys, database_prefix, field_keys, finish, reader, signing
from shared.tls import further, secured, servers

MIB = 1024 * 1024
# 网络安全法 21 (3): network logs are kept for no less than six months.
LEAST_DAYS = 180
# What is written where no role is meant.
NONE = "none"
# Who keeps the system has a second factor unless somebody says otherwise.
KEEPING = ",".join(sorted(POWERS))
URL = Regexp(r"^https?://[^\s/]+", error="an http(s) address is expected")


@dataclass(frozen=True)
class GatewaySettings:
    """What a gateway process needs. Times in seconds, sizes in bytes."""

    amqp_uri: str
    mongo_uri: str
    database_prefix: str = "jingmei_"
    health_port: int = 0
    instance: str = ""
    log_level: str = "info"
    rpc_deadline: float = 10.0
    max_body: int = MIB
    max_upload: int = 20 * MIB
    files: FileSettings = field(default_factory=FileSettings)
    guards: GuardSettings = field(default_factory=GuardSettings)
    cors_origins: tuple[str, ...] = ()
    trusted_proxies: int = 0
    # Answered over TLS (here or at a proxy): then browsers are told to stay with it (HSTS).
    tls: bool = False
    # Where the world finds the pages: every link that leaves here begins with it. Empty (in tests): there are none.
    public_url: str = ""
    oidc: OidcSettings = field(default_factory=OidcSettings)
    # How often somebody may knock (notation of `limits`): per address, and for signing in per login name too.
    sign_in_rate: str = "60/minute"
    sign_up_rate: str = "30/hour"
    refresh_rate: str = "120/minute"
    reset_rate: str = "10/hour"
    # Per account: names of other outlets; what somebody asks of the bureau, says on it, suggests, uploads.
    lookup_rate: str = "60/minute"
    request_rate: str = "30/hour"
    message_rate: str = "120/hour"
    suggestion_rate: str = "30/hour"
    upload_rate: str = "300/hour"
    # What is kept of an account, as a document for its owner.
    own_data_rate: str = "10/day"
    # Calendars by their private addresses: per address that asks, and per calendar.
    calendar_rate: str = "60/minute"
    # Codes that anybody may verify: per address. A page that verifies one asks for up to three kinds.
    verify_rate: str = "90/minute"
    # Of one account: each has its last passwords compared.
    password_rate: str = "20/hour"  # noqa: S105 (it is none)
    # What a password that somebody chooses must be, and how long it is good.
    passwords: PasswordSettings = field(default_factory=PasswordSettings)
    # Who can do nothing but enrol a second factor as long as they have none.
    second_factor_roles: tuple[Role, ...] = ()
    # How long sessions last, by role, and how many an account may have.
    lasting: Lasting = field(default_factory=Lasting)
    # Minutes for which it is known who asks, from when they gave password or code.
    proof_minutes: int = 5
    # Days after which an account that was closed is made anonymous.
    retention_days: int = 1095
    # Days after which what was imported goes.
    imports_days: int = 180
    # How long the audit trail is kept, in days.
    audit_days: int = LEAST_DAYS
    # Files of the gateway's machine: heads of the chains are added to one, what leaves the trail goes to a folder.
    audit_heads: Path | None = None
    audit_export: Path | None = None
    # As whom what is old is deleted, where that is another database user than the one that inserts.
    audit_prune_uri: str = field(default="", repr=False)
    audit_keys: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    token_key: bytes = field(default=b"", repr=False)
    field_keys: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    signing_keys: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    unsigned: bool = False

    @property
    def rates(self) -> dict[str, str]:
        """The limits by their names."""
        return {
            "sign_in": self.sign_in_rate, "sign_up": self.sign_up_rate, "refresh": self.refresh_rate,
            "reset": self.reset_rate, "lookup": self.lookup_rate, "request": self.request_rate,
            "message": self.message_rate, "suggestion": self.suggestion_rate, "upload": self.upload_rate,
            "calendar": self.calendar_rate, "verify": self.verify_rate, "own_data": self.own_data_rate,
            "password": self.password_rate,
        }  # fmt: skip


def gateway_settings() -> GatewaySettings:
    """The settings of a gateway process. Raises: SettingsError that names all that is wrong."""
    env = reader()
    values: dict[str, Any] = {
        **servers(env),
        "database_prefix": database_prefix(env),
        "health_port": env.int("HEALTH_PORT", 0, validate=Range(0, 65535)),
        "instance": env.str("INSTANCE", ""),
        "log_level": env.str("LOG_LEVEL", "info", validate=OneOf(LEVELS)),
        "rpc_deadline": env.float("RPC_DEADLINE", 10.0, validate=Range(0.1, 55)),
        "max_body": env.int("MAX_BODY", MIB, validate=Range(1024, 64 * MIB)),
        "max_upload": env.int("MAX_UPLOAD", 20 * MIB, validate=Range(1024, 1024 * MIB)),
        "files": file_settings(env),
        "guards": guard_settings(env),
        "cors_origins": tuple(env.list("CORS_ORIGINS", [], subcast=_origin) or ()),
        "trusted_proxies": env.int("TRUSTED_PROXIES", 0, validate=Range(0, 10)),
        "tls": env.bool("TLS", False),
        # Not where a request says that it came to: whoever sends one writes what he likes there.
        "public_url": (env.str("PUBLIC_URL", validate=URL) or "").rstrip("/"),
        "sign_in_rate": env.str("SIGN_IN_RATE", "60/minute", validate=_is_rate),
        "sign_up_rate": env.str("SIGN_UP_RATE", "30/hour", validate=_is_rate),
        "refresh_rate": env.str("REFRESH_RATE", "120/minute", validate=_is_rate),
        "reset_rate": env.str("RESET_RATE", "10/hour", validate=_is_rate),
        "lookup_rate": env.str("LOOKUP_RATE", "60/minute", validate=_is_rate),
        "request_rate": env.str("REQUEST_RATE", "30/hour", validate=_is_rate),
        "message_rate": env.str("MESSAGE_RATE", "120/hour", validate=_is_rate),
        "suggestion_rate": env.str("SUGGESTION_RATE", "30/hour", validate=_is_rate),
        "upload_rate": env.str("UPLOAD_RATE", "300/hour", validate=_is_rate),
        "own_data_rate": env.str("OWN_DATA_RATE", "10/day", validate=_is_rate),
        "calendar_rate": env.str("CALENDAR_RATE", "60/minute", validate=_is_rate),
        "verify_rate": env.str("VERIFY_RATE", "90/minute", validate=_is_rate),
        "password_rate": env.str("PASSWORD_RATE", "20/hour", validate=_is_rate),
        "passwords": password_settings(env),
        "second_factor_roles": _roles(env.str("SECOND_FACTOR_ROLES", KEEPING, validate=_are_roles)),
        "lasting": Lasting(
            _times(env.str("SESSION_IDLE", IDLE, validate=_are_times)),
            _times(env.str("SESSION_LONGEST", LONGEST, validate=_are_times)),
            env.int("SESSIONS_MOST", 10, validate=Range(1, 1000)) or 10,
        ),
        "proof_minutes": env.int("PROOF_MINUTES", 5, validate=Range(1, 1440)),
        "retention_days": env.int("RETENTION_DAYS_ACCOUNTS", 1095, validate=Range(1, 36_500)),
        "imports_days": env.int("RETENTION_DAYS_IMPORTS", 180, validate=Range(1, 36_500)),
        "audit_days": env.int("AUDIT_DAYS", LEAST_DAYS, validate=Range(LEAST_DAYS, 36_500)),
        "audit_heads": _path(env.str("AUDIT_HEADS", "", validate=_in_a_folder)),
        "audit_export": _path(env.str("AUDIT_EXPORT", "", validate=_is_a_folder)),
        "audit_prune_uri": secured(env, env.str("AUDIT_PRUNE_URI", "", validate=further(env))),
        "audit_keys": audit_keys(env),
        "oidc": oidc_settings(env),
        "token_key": _seed(env.str("TOKEN_KEY", validate=_is_seed)),
        "field_keys": field_keys(env),
        **signing(env),
    }
    env.str("FIELD_KEYS")  # unlike most services, the gateway cannot do without
    env.str("AUDIT_KEYS")
    finish(env)
    return GatewaySettings(**values)


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _in_a_folder(text: str) -> None:
    if text and not Path(text).absolute().parent.is_dir():
        raise ValidationError("a file in a folder that is there is expected")


def _is_a_folder(text: str) -> None:
    if text and not Path(text).is_dir():
        raise ValidationError("a folder that is there is expected")


def _is_rate(text: str) -> None:
    try:
        parse(text)
    except ValueError:
        raise ValidationError("a rate such as 30/minute is expected") from None


def _times(text: str | None) -> dict[str, timedelta]:
    """Times by role; none where they are no times (which `_are_times` has told)."""
    try:
        return times(text or "")
    except ValueError:
        return {}


def _are_times(text: str) -> None:
    try:
        times(text)
    except ValueError as error:
        raise ValidationError(f"times by role such as {IDLE} are expected; {error}") from None


def _roles(text: str | None) -> tuple[Role, ...]:
    """The roles of the bureau's staff that a text names; what is none of them `_are_roles` has told."""
    known = {str(role): role for role in STAFF_ROLES}
    return tuple(known[name] for name in _names(text or "") if name in known)


def _are_roles(text: str) -> None:
    if not set(_names(text)) <= set(STAFF_ROLES):
        raise ValidationError(f"{NONE}, or roles with commas are expected: {', '.join(sorted(STAFF_ROLES))}")


def _names(text: str) -> list[str]:
    names = [name for each in text.split(",") if (name := each.strip())]
    return [] if names == [NONE] else names


def _origin(text: str) -> str:
    URL(text.strip())
    return text.strip().rstrip("/")


def _seed(text: str | None) -> bytes:
    """The 32 bytes of a base64url text; empty when it is not that (which `_is_seed` has told)."""
    try:
        return base64.urlsafe_b64decode((text or "") + "==")
    except (binascii.Error, ValueError):
        return b""


def _is_seed(text: str) -> None:
    if len(_seed(text)) != 32:
        raise ValidationError("the base64url of 32 bytes (an Ed25519 seed) is expected")
