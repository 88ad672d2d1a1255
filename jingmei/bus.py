"""`jingmei bus grant`: a user at the broker for another system, which hears what it is meant to and says nothing.

The broker's own command makes it, for who may make users there is not who runs our programs: this says what to run.
"""

from __future__ import annotations

import secrets
import shlex
from typing import Annotated
from urllib.parse import quote, urlsplit, urlunsplit

import typer

from jingmei.options import Json
from jingmei.output import USAGE, Refused, emit, put, say
from jingmei.settings import settings
from jingmei.texts import t
from services import PROGRAMS
from shared.sending.permissions import Grant, definitions, of_listener

app = typer.Typer(help=t("bus"), no_args_is_help=True)
Name = Annotated[str, typer.Argument(help=t("argument.listener"))]
Keys = Annotated[list[str] | None, typer.Option("--key", "-k", help=t("option.key"))]


@app.command(help=t("bus.grant"))
def grant(name: Name, key: Keys = None, as_json: Json = False) -> None:
    """The commands that make the user, or what they import; a new password each time. Raises: Refused for a name."""
    parts = urlsplit(settings().amqp_uri)
    vhost, password = parts.path[1:] or "/", secrets.token_urlsafe(24)
    try:
        allowed = of_listener(name, key or ["#"], ours=PROGRAMS)
    except ValueError:
        raise Refused(t("bus.name", name=name), USAGE) from None
    if as_json:
        return emit(definitions(vhost, {name: allowed}, {name: password}))
    for command in commands(name, vhost, password, allowed):
        put(shlex.join(command))
    port = parts.port or (5671 if parts.scheme == "amqps" else 5672)
    place = f"{quote(name)}:{quote(password, safe='')}@{parts.hostname}:{port}"
    say(t("bus.granted", uri=urlunsplit((parts.scheme, place, parts.path, "", "")), queue=f"{name}.events"))
    return None


def commands(name: str, vhost: str, password: str, allowed: Grant) -> list[list[str]]:
    """What makes the user and its permissions, as `rabbitmqctl` takes it."""
    made = [
        ["rabbitmqctl", "add_user", name, password],
        ["rabbitmqctl", "set_permissions", "-p", vhost, name, allowed.configure, allowed.write, allowed.read],
    ]
    for exchange, (write, read) in allowed.topics.items():
        made.append(["rabbitmqctl", "set_topic_permissions", "-p", vhost, name, exchange, write, read])
    return made
