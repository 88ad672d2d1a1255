"""Settings of the outlet service alone: how long it keeps what identifies people."""

from __future__ import annotations

from datetime import timedelta

from marshmallow.validate import Range

from shared.settings import finish, reader

CONTACTS_KEPT = timedelta(days=365)


def contacts_kept() -> timedelta:
    """How long contacts and identity numbers are kept after an outlet closed. Raises: SettingsError."""
    env = reader()
    days = env.int("RETENTION_DAYS_CONTACTS", CONTACTS_KEPT.days, validate=Range(1, 36_500))
    finish(env)
    return timedelta(days=days or CONTACTS_KEPT.days)
