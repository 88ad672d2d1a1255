"""Settings of the notification service alone: how its messages leave."""

from __future__ import annotations

from dataclasses import dataclass, field

from marshmallow.validate import Range, Regexp

from shared.settings import finish, reader

MAIL = Regexp(r"^(?:mailtos?://[^\s?]+\?\S*from=[^\s&]+\S*)?\Z", error="mailto(s)://…?from=… is expected")
# Loopback alone: a setting must not be able to have the service call any address.
LOOPBACK = Regexp(r"^(?:http://127\.0\.0\.1:\d{1,5}/\S*)?\Z", error="http://127.0.0.1:<port>/ is expected")


@dataclass(frozen=True)
class DeliverySettings:
    """`mail_url`: the mail server in apprise's form; without one no e-mail is sent. `ladder`: seconds before each
    further attempt. `robot_test_url`: for tests, where a group robot's messages go instead."""

    mail_url: str = field(default="", repr=False)
    ladder: tuple[int, ...] = (30, 120, 600, 1800, 3600, 3600)
    robot_test_url: str = ""


def delivery_settings() -> DeliverySettings:
    """Raises: SettingsError."""
    env = reader()
    mail_url = env.str("MAIL_URL", "", validate=MAIL)
    ladder = env.list("DELIVERY_LADDER", [30, 120, 600, 1800, 3600, 3600], subcast=int, validate=_rungs)
    robot_test_url = env.str("ROBOT_TEST_URL", "", validate=LOOPBACK)
    finish(env)
    return DeliverySettings(mail_url or "", tuple(ladder or ()), robot_test_url or "")


def _rungs(values: list[int]) -> None:
    for value in values:
        Range(1, 86_400)(value)
