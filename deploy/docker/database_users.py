"""Form the replica set and give every service a MongoDB user of its own, which may use its own database and no other.

The gateway's and the operator's may insert into the audit trail and not change it; what is old there is deleted by a
user of its own.

Repeating it changes nothing but passwords that were changed in the environment. Settings, all needed:
`JINGMEI_MONGO_HOST`, `JINGMEI_MONGO_ROOT` and, for each owner and the pruner, `JINGMEI_MONGO_<OWNER>` (passwords).
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure

from gateway.audit import Trail
from gateway.audit.roles import GATEWAY, PRUNER, roles
from gateway.runtime import collections
from services import GATEWAY as PROGRAM
from services import PROGRAMS
from shared import tls
from shared.mongo.indexes import ensure

SET = "jingmei"
OPERATOR = "operator"
PRUNER_USER = "pruner"
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


def allow(client: Client, database: str) -> None:
    """Make the roles of the gateway's database, or what they allow anew; and the indexes that its user may not make."""
    for role in roles(database, collections()):
        name, allowed = role["role"], {key: value for key, value in role.items() if key != "role"}
        known = client[database].command({"rolesInfo": name})["roles"]
        client[database].command({"updateRole" if known else "createRole": name, **allowed})
    ensure(client[database], Trail.INDEXES)


def admit(client: Client, database: str, user: str, password: str, roles: list[dict[str, str]]) -> None:
    """Make a user of `database`, or set its password and roles anew."""
    known = client[database].command({"usersInfo": user})["users"]
    verb = "updateUser" if known else "createUser"
    client[database].command({verb: user, "pwd": password, "roles": roles})


def main(environment: dict[str, str]) -> int:
    """Do both; gives the exit code."""
    owners = (*PROGRAMS, OPERATOR, PRUNER_USER)
    needed = ["JINGMEI_MONGO_HOST", "JINGMEI_MONGO_ROOT", *(f"JINGMEI_MONGO_{owner.upper()}" for owner in owners)]
    if missing := [name for name in needed if not environment.get(name)]:
        print("not set: " + ", ".join(missing), file=sys.stderr)
        return 2
    host = environment["JINGMEI_MONGO_HOST"]
    prefix = environment.get("JINGMEI_DATABASE_PREFIX", "jingmei_")
    ca, shown = environment.get("JINGMEI_SERVERS_CA", ""), environment.get("JINGMEI_SERVERS_CERTIFICATE", "")
    secured = "&tls=true" if ca or shown else ""
    uri = tls.mongo(f"mongodb://{host}/?directConnection=true{secured}", ca, shown)
    client: Client
    with MongoClient(uri, username="root", password=environment["JINGMEI_MONGO_ROOT"]) as client:
        form(client, host)
        own = {name: f"{prefix}{name}" for name in PROGRAMS}
        allow(client, own[PROGRAM])
        for name, database in own.items():
            role = GATEWAY if name == PROGRAM else "readWrite"
            admit(client, database, name, environment[f"JINGMEI_MONGO_{name.upper()}"], [_of(role, database)])
        pruner = environment[f"JINGMEI_MONGO_{PRUNER_USER.upper()}"]
        admit(client, own[PROGRAM], PRUNER_USER, pruner, [_of(PRUNER, own[PROGRAM])])
        # The operator has the key that signs the trail: all the less may it change it.
        everywhere = [_of(GATEWAY if name == PROGRAM else "readWrite", database) for name, database in own.items()]
        admit(client, "admin", OPERATOR, environment["JINGMEI_MONGO_OPERATOR"], everywhere)
    print(f"replica set {SET} on {host}: users of {', '.join(own.values())}")
    return 0


def _of(role: str, database: str) -> dict[str, str]:
    return {"role": role, "db": database}


if __name__ == "__main__":
    sys.exit(main(dict(os.environ)))
