"""The settings of the web program that are not the gateway's own: whether there is a console, and its keys."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import Final

from environs import Env
from marshmallow import ValidationError
from marshmallow.validate import Range, Regexp

from gateway.settings import URL, gateway_settings
from shared.settings import SettingsError, finish, reader

ON: Final = "on"
OFF: Final = "off"


@dataclass(frozen=True)
class WebSettings:
    """`console`: on, off, or the URL of a gateway that the console asks. `bureau`: what the sign-in page offers.
    `public_url`: where the world finds the pages."""

    console: str = ON
    keys: tuple[bytes, ...] = field(default=(), repr=False)
    bureau: str = ""
    tls: bool = False
    trusted_proxies: int = 0
    public_url: str = ""


def web_settings() -> WebSettings:
    """Raises: SettingsError that names all that is wrong."""
    env = reader()
    found = WebSettings(
        console=(env.str("CONSOLE", ON, validate=_which) or ON).rstrip("/"),
        keys=_keys(env),
        bureau=env.str("CONSOLE_BUREAU", "", validate=Regexp(r"^(\d{6})?\Z", error="a code of six digits is expected")),
        tls=env.bool("TLS", False),
        trusted_proxies=env.int("TRUSTED_PROXIES", 0, validate=Range(0, 10)),
        public_url=(env.str("PUBLIC_URL", validate=URL) or "").rstrip("/"),
    )
    finish(env)
    if found.console not in (ON, OFF) and not found.keys:
        raise SettingsError({"CONSOLE_KEYS": ["a console apart from its gateway needs keys of its own"]})
    return found


def check() -> None:
    """Raises: SettingsError that names all that is wrong with what this program will need."""
    problems: dict[str, list[str]] = {}
    for read in (web_settings, gateway_settings):
        try:
            found = read()
        except SettingsError as error:
            problems.update(error.problems)
        else:
            if isinstance(found, WebSettings) and found.console not in (ON, OFF):
                return
    if problems:
        raise SettingsError(problems)


def _which(text: str) -> None:
    if text not in (ON, OFF):
        URL(text)


def _keys(env: Env) -> tuple[bytes, ...]:
    return tuple(env.list("CONSOLE_KEYS", [], subcast=_key) or ())


def _key(text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text.strip() + "==")
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise ValidationError("each key is the base64url of 32 bytes")
    return key
