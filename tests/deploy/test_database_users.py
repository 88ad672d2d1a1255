"""The job that gives every service a MongoDB user, on a mongod that asks for passwords, as the container's does."""

from __future__ import annotations

from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.docker import database_users
from deploy.local.servers import free_ports
from services import PROGRAMS
from tests.deploy.guarded import Guarded, guarded, passwords

__all__ = ["guarded"]


@pytest.fixture
def environment(guarded: Guarded) -> dict[str, str]:
    return passwords(guarded)


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
