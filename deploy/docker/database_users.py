"""Form the replica set and give every service a MongoDB user of its own, which may use its own database and no other.

Repeating it changes nothing but passwords that were changed in the environment. Settings, all needed:
`JINGMEI_MONGO_HOST`, `JINGMEI_MONGO_ROOT` and, for each owner, `JINGMEI_MONGO_<OWNER>` (passwords).
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure

from services import PROGRAMS

SET = "jingmei"
OPERATOR = "operator"
ELECTION_SECONDS = 60
ALREADY_INITIALIZED = 23
Client = MongoClient[dict[str, Any]]


def form(client: Client, host: str) -> None:
    """Start the set with one member reached as `host`; wait until it takes writes. Raises: TimeoutError."""
    try:
        client.admin.command({"replSetInitiate": {"_id": SET, "members": [{"_id": 0, "host": host}]}})
    except OperationFailure as error:
        if error.code != ALREADY_INITIALIZED:
            raise
    end = time.monotonic() + ELECTION_SECONDS
    while not client.admin.command("hello").get("isWritablePrimary"):
        if time.monotonic() > end:
            raise TimeoutError(f"{host} did not become primary within {ELECTION_SECONDS} s")
        time.sleep(0.2)


def admit(client: Client, database: str, user: str, password: str, databases: list[str]) -> None:
    """Make a user of `database`, or set its password and roles anew; it reads and writes `databases` alone."""
    roles = [{"role": "readWrite", "db": name} for name in databases]
    known = client[database].command({"usersInfo": user})["users"]
    verb = "updateUser" if known else "createUser"
    client[database].command({verb: user, "pwd": password, "roles": roles})


def main(environment: dict[str, str]) -> int:
    """Do both; gives the exit code."""
    owners = (*PROGRAMS, OPERATOR)
    needed = ["JINGMEI_MONGO_HOST", "JINGMEI_MONGO_ROOT", *(f"JINGMEI_MONGO_{owner.upper()}" for owner in owners)]
    if missing := [name for name in needed if not environment.get(name)]:
        print("not set: " + ", ".join(missing), file=sys.stderr)
        return 2
    host = environment["JINGMEI_MONGO_HOST"]
    prefix = environment.get("JINGMEI_DATABASE_PREFIX", "jingmei_")
    uri = f"mongodb://{host}/?directConnection=true"
    client: Client
    with MongoClient(uri, username="root", password=environment["JINGMEI_MONGO_ROOT"]) as client:
        form(client, host)
        own = {name: f"{prefix}{name}" for name in PROGRAMS}
        for name, database in own.items():
            admit(client, database, name, environment[f"JINGMEI_MONGO_{name.upper()}"], [database])
        admit(client, "admin", OPERATOR, environment["JINGMEI_MONGO_OPERATOR"], list(own.values()))
    print(f"replica set {SET} on {host}: users of {', '.join(own.values())}")
    return 0


if __name__ == "__main__":
    sys.exit(main(dict(os.environ)))
