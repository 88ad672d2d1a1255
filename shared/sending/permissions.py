"""What each program may do at the broker: a credential of one is not one of all.

Permissions of RabbitMQ by regular expressions: to configure (declare, delete), write (publish, bind a queue of one's
own) and read (consume, bind to an exchange), and for topic exchanges which keys. Nobody may write to the nameless
exchange, which leads into every queue. Source: https://www.rabbitmq.com/docs/access-control
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from shared.events.base import KERNEL
from shared.sending.exchanges import DEAD, EVENTS, REPLY, RETRY, RPC
from shared.signing import CALLER, OPERATOR

NOTHING: Final = "^$"
ANYTHING: Final = ".*"
NAME: Final = re.compile(r"[a-z][a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Grant:
    """What a user may. `topics`: exchange → the keys that it may publish under, those that it may bind to."""

    configure: str
    write: str
    read: str
    topics: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def of_program(program: str) -> Grant:
    """Of the gateway or of a service."""
    return _of_gateway() if program == CALLER else _of_service(program)


def _of_service(name: str) -> Grant:
    """Its own queues, facts of its own, answers; it hears every fact and the calls for it alone."""
    queues = rf"{name}\..*|rpc-{name}"
    exchanges = _names(EVENTS, DEAD, RETRY, RPC)
    own = f"^({queues}|{exchanges})$"
    return Grant(
        configure=own,
        write=own,
        read=own,
        topics={
            EVENTS: (rf"^({name}|{KERNEL})\.", ANYTHING),
            RETRY: (rf"^{name}\.", rf"^{name}\."),
            RPC: (f"^{re.escape(REPLY)}", rf"^{name}\."),
        },
    )


def _of_gateway() -> Grant:
    """The only one that calls services; facts of accounts."""
    answers = re.escape(f"{REPLY}{CALLER}-")
    queues = rf"{CALLER}\..*|{answers}.*"
    own = f"^({queues}|{_names(EVENTS, DEAD, RETRY, RPC)})$"
    return Grant(
        configure=own,
        write=f"^({queues}|{_names(EVENTS, RPC)})$",
        read=f"^({queues}|{_names(EVENTS, RPC)})$",
        topics={
            EVENTS: (rf"^({CALLER}|{KERNEL})\.", ANYTHING),
            RPC: (ANYTHING, f"^{answers}"),
            RETRY: (NOTHING, NOTHING),
        },
    )


def of_operator() -> Grant:
    """Looks at queues, hands dead letters back to their services, asks for facts to be told again."""
    return Grant(
        configure=NOTHING,
        write=f"^({_names(EVENTS, RETRY)})$",
        read=NOTHING,
        topics={EVENTS: (rf"^{KERNEL}\.", NOTHING), RETRY: (r"\.back$", NOTHING)},
    )


def of_listener(name: str, keys: Iterable[str] = ("#",), ours: Iterable[str] = ()) -> Grant:
    """Another system: queues `<name>.…` of its own, bound to these keys of the facts and to no others; it says nothing.

    `ours`: the names of our programs. Raises: ValueError for a name that could be one of ours.
    """
    if not NAME.fullmatch(name) or name in {CALLER, OPERATOR, "rpc", "jingmei", *ours}:
        raise ValueError(name)
    queues = rf"{re.escape(name)}\..*"
    heard = "|".join(re.escape(key) for key in keys)
    return Grant(
        configure=f"^({queues})$",
        write=f"^({queues})$",
        read=f"^({queues}|{_names(EVENTS)})$",
        topics={EVENTS: (NOTHING, f"^({heard})$")},
    )


def of_everybody(programs: Iterable[str], operator: str) -> dict[str, Grant]:
    """Of a whole system, by users that are called as the programs; `operator`: what the operator's is called."""
    return {program: of_program(program) for program in programs} | {operator: of_operator()}


def definitions(vhost: str, grants: Mapping[str, Grant], passwords: Mapping[str, str]) -> dict[str, Any]:
    """What RabbitMQ imports: the virtual host, each user with its permissions, and its password where there is one."""
    topics = [
        {"user": user, "vhost": vhost, "exchange": exchange, "write": write, "read": read}
        for user, grant in grants.items()
        for exchange, (write, read) in grant.topics.items()
    ]
    permissions = [
        {"user": user, "vhost": vhost, "configure": grant.configure, "write": grant.write, "read": grant.read}
        for user, grant in grants.items()
    ]
    users = [{"name": user, "password": passwords[user], "tags": ""} for user in grants if user in passwords]
    return {
        "vhosts": [{"name": vhost}],
        "users": users,
        "permissions": permissions,
        "topic_permissions": topics,
    }


def _names(*exchanges: str) -> str:
    return "|".join(re.escape(exchange) for exchange in exchanges)
