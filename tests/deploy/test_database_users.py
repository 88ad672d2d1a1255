"""The job that gives every service a MongoDB user, on a mongod that asks for passwords, as the container's does."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

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


@pytest.fixture
def environment(guarded: Guarded) -> dict[str, str]:
    owners = (*PROGRAMS, database_users.OPERATOR)
    passwords = {f"JINGMEI_MONGO_{owner.upper()}": f"of {owner}" for owner in owners}
    return {"JINGMEI_MONGO_HOST": guarded.host, "JINGMEI_MONGO_ROOT": ROOT_PASSWORD, **passwords}


def user(guarded: Guarded, name: str, source: str) -> MongoClient[dict[str, Any]]:
    """A connection as a service makes it."""
    return MongoClient(
        f"mongodb://{guarded.host}/?replicaSet=jingmei", username=name, password=f"of {name}", authSource=source
    )


def test_each_service_has_its_own_database_and_no_other(guarded: Guarded, environment: dict[str, str]) -> None:
    for _ in range(2):
        assert database_users.main(environment) == 0
    with user(guarded, "review", "jingmei_review") as client:
        with client.start_session() as session, session.start_transaction():
            client.jingmei_review.notes.insert_one({"_id": 1}, session=session)
        client.jingmei_review.notes.create_index("at", expireAfterSeconds=60)
        for other in ("jingmei_outlet", "jingmei_gateway", "admin"):
            with pytest.raises(OperationFailure, match="not authorized"):
                client[other].notes.find_one()


def test_the_operator_has_all_of_them_and_nothing_else(guarded: Guarded, environment: dict[str, str]) -> None:
    assert database_users.main(environment) == 0
    with user(guarded, "operator", "admin") as client:
        for name in PROGRAMS:
            client[f"jingmei_{name}"].dead_letters.find_one()
        with pytest.raises(OperationFailure, match="not authorized"):
            client.admin.command({"createUser": "more", "pwd": "x", "roles": []})


def test_a_changed_password_is_set(guarded: Guarded, environment: dict[str, str]) -> None:
    assert database_users.main({**environment, "JINGMEI_MONGO_SCORING": "old"}) == 0
    assert database_users.main(environment) == 0
    with user(guarded, "scoring", "jingmei_scoring") as client:
        assert client.jingmei_scoring.entries.find_one() is None


def test_missing_settings_are_named_all_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert database_users.main({"JINGMEI_MONGO_HOST": f"127.0.0.1:{free_ports(1)[0]}"}) == 2
    told = capsys.readouterr().err
    assert "JINGMEI_MONGO_ROOT" in told
    assert "JINGMEI_MONGO_REVIEW" in told
