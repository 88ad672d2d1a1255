"""Write what RabbitMQ loads at its start: a user for every program and for the operator, who may do their own alone.

`python -m deploy.docker.broker_users FILE`. Settings, all needed: `JINGMEI_AMQP_<PROGRAM>` and `JINGMEI_AMQP_PASSWORD`,
the operator's. Passwords go into the file as RabbitMQ keeps them, salted and hashed:
https://www.rabbitmq.com/docs/passwords#this-is-the-algorithm
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services import PROGRAMS
from shared.sending.permissions import definitions, of_everybody

VHOST = "jingmei"
# Who looks after the system, also in the management page.
OPERATOR = "jingmei"


def loaded(environment: Mapping[str, str]) -> dict[str, Any]:
    """The definitions. Raises: KeyError for a password that is not set."""
    passwords = {program: environment[f"JINGMEI_AMQP_{program.upper()}"] for program in PROGRAMS}
    passwords[OPERATOR] = environment["JINGMEI_AMQP_PASSWORD"]
    made = definitions(VHOST, of_everybody(PROGRAMS, OPERATOR), passwords)
    for user in made["users"]:
        user["password_hash"] = hashed(user.pop("password"), secrets.token_bytes(4))
        user["hashing_algorithm"] = "rabbit_password_hashing_sha256"
        user["tags"] = "management" if user["name"] == OPERATOR else ""
    return made


def hashed(password: str, salt: bytes) -> str:
    """A password as RabbitMQ keeps it. `salt`: 4 bytes."""
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Write the file, whole or not at all; gives the exit code."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        text = json.dumps(loaded(environment), indent=1)
    except KeyError as missing:
        print(f"not set: {missing.args[0]}", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.chmod(0o644)  # the broker reads it as a user of its own, from a volume that nobody else has
    new.replace(path)
    print(f"{path}: users of {', '.join(PROGRAMS)} and {OPERATOR}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
