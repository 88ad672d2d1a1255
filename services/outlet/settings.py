"""Settings of the outlet service alone: how long it keeps what identifies people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from marshmallow.validate import Range

from shared.settings import finish, reader


@dataclass(frozen=True)
class Retention:
    """How long is kept: contacts and identity numbers after an outlet closed; an import with its refused rows."""

    contacts: timedelta = timedelta(days=365)
    imports: timedelta = timedelta(days=180)


def retention() -> Retention:
    """Raises: SettingsError."""
    env = reader()
    contacts = env.int("RETENTION_DAYS_CONTACTS", 365, validate=Range(1, 36_500))
    imports = env.int("RETENTION_DAYS_IMPORTS", 180, validate=Range(1, 36_500))
    finish(env)
    return Retention(timedelta(days=contacts or 365), timedelta(days=imports or 180))
