"""A mongod that asks for passwords, and who comes to it."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.docker import database_users
from deploy.local.database import BOOT, mongod
from deploy.local.processes import wait_for
from deploy.local.servers import free_ports
from services import PROGRAMS

ROOT_PASSWORD = "of root"


def direct(host: str) -> MongoClient[dict[str, Any]]:
    """A connection to one mongod, in a set or not, as nobody."""
    return MongoClient(f"mongodb://{host}/?directConnection=true", serverSelectionTimeoutMS=5_000)


class Guarded:
    """A mongod that is started as the image does it: alone to make its first user, then with a key and the set."""

    def __init__(self, home: Path) -> None:
        self.host = f"127.0.0.1:{free_ports(1)[0]}"
        self._data = home / "data"
        self._data.mkdir()
        self._key = home / "key"
        self._key.write_text(secrets.token_hex(32))
        self._key.chmod(0o600)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> None:
        log = self._data.parent / "log"
        command = [mongod(), "--dbpath", str(self._data), "--port", self.host.split(":")[1], "--bind_ip", "127.0.0.1"]
        quiet = ["--nounixsocket", "--quiet", "--logpath", str(log), "--logappend"]
        self._process = subprocess.Popen([*command, *quiet, *arguments], stdout=subprocess.DEVNULL)
        wait_for("mongod", self._answers, BOOT, log)

    def start_guarded(self) -> None:
        self.start("--replSet", "jingmei", "--keyFile", str(self._key))

    def uri(self, name: str, source: str) -> str:
        """Where a user of the database `source` comes in."""
        return f"mongodb://{name}:of%20{name}@{self.host}/?replicaSet=jingmei&authSource={source}"

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(BOOT)

    def _answers(self) -> bool:
        try:
            with direct(self.host) as client:
                return bool(client.admin.command("ping")["ok"])
        except PyMongoError:
            return False


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    made = Guarded(tmp_path_factory.mktemp("guarded"))
    try:
        made.start()
        with direct(made.host) as client:
            client.admin.command({"createUser": "root", "pwd": ROOT_PASSWORD, "roles": ["root"]})
        made.stop()
        made.start_guarded()
        yield made
    finally:
        made.stop()


def passwords(guarded: Guarded) -> dict[str, str]:
    """What the job is told."""
    owners = (*PROGRAMS, database_users.OPERATOR, database_users.PRUNER_USER)
    told = {f"JINGMEI_MONGO_{owner.upper()}": f"of {owner}" for owner in owners}
    return {"JINGMEI_MONGO_HOST": guarded.host, "JINGMEI_MONGO_ROOT": ROOT_PASSWORD, **told}
