"""Accounts and the audit trail as they are deployed: gunicorn with gevent, a database that goes away and comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from pymongo import MongoClient

from deploy.local.servers import Database, free_ports
from gateway.accounts import bootstrap
from gateway.audit import verify
from shared.ids import new_id
from tests.gateway.accounts.desk import PASSWORD, form
from tests.gateway.serving import RING, Caller, Served
from tests.support.trail import trail
from tests.support.waiting import until

BUREAU = "330108"
PREFIX = "served_"


@pytest.fixture(scope="module")
def own_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One that may be stopped."""
    made = Database(tmp_path_factory.mktemp("database"), free_ports(1)[0])
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def db(own_database: Database) -> Iterator[Any]:
    with MongoClient[dict[str, Any]](own_database.uri, tz_aware=True) as client:
        found = client[f"{PREFIX}gateway"]
        bootstrap(found, BUREAU, "滨江公安", "chief", PASSWORD)
        yield found


@pytest.fixture(scope="module")
def served(
    amqp_uri: str, own_database: Database, db: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    made = gateway(amqp_uri, own_database, tmp_path_factory.mktemp("gateway") / "log")
    made.start()
    yield made
    assert made.stop() == 0, made.log.read_text()[-2000:]
    report = verify(db, RING)
    assert report.ok, report
    # Nothing that was answered lost its result, also what was answered just before the stop.
    assert not trail(db, status=None, operation="sessions.end_session")


@pytest.fixture(scope="module")
def hurried(
    amqp_uri: str, own_database: Database, db: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A second one on the same database, which gives up sooner: what is asked of it waits for nothing else."""
    made = gateway(amqp_uri, own_database, tmp_path_factory.mktemp("hurried") / "log", RPC_DEADLINE="15")
    made.start()
    yield made
    assert made.stop() == 0, made.log.read_text()[-2000:]


def gateway(amqp_uri: str, database: Database, log: Path, **settings: str) -> Served:
    told = {"SIGN_IN_RATE": "1000/minute", "SIGN_UP_RATE": "1000/minute", "DATABASE_PREFIX": PREFIX, **settings}
    return Served("gateway.app:create_app()", log, AMQP_URI=amqp_uri, MONGO_URI=database.uri, **told)


@pytest.fixture
def admin(served: Served) -> Caller:
    return chief(served)


def chief(served: Served) -> Caller:
    """The administrator, signed in; a gateway may not have seen yet that its database is there again."""
    answers: list[requests.Response] = []

    def answered() -> bool:
        answers[:] = [Caller(served.url)("POST", "/v1/sessions", json={"login": "chief", "password": PASSWORD})]
        return answers[0].status_code != 503

    until("an answer to a sign-in", answered)
    (told,) = answers
    assert told.status_code == 201, told.text
    return Caller(served.url, Authorization=f"Bearer {told.json()['access_token']}")


def test_fifty_sign_ups_at_once_with_one_key_make_one_account(served: Served, db: Any) -> None:
    headers = {"Idempotency-Key": new_id()}

    def sign_up(_: int) -> requests.Response:
        return Caller(served.url)("POST", "/v1/accounts/sign-up", json=form("wangfang"), headers=headers)

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(sign_up, range(50)))
    assert set(Counter(answer.status_code for answer in answers)) <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert db["accounts"].count_documents({"login": {"$regex": "^wangfang-"}}) == 1
    assert db["audit"].count_documents({"operation": "accounts.sign_up"}) == 50


def test_while_sign_ins_wait_others_are_served(served: Served, admin: Caller) -> None:
    """Too many are told to come again."""

    def sign_in(_: int) -> int:
        who = {"login": f"nobody-{new_id()}", "password": PASSWORD}
        return Caller(served.url)("POST", "/v1/sessions", json=who).status_code

    with ThreadPoolExecutor(60) as pool:
        waiting = [pool.submit(sign_in, n) for n in range(60)]
        while not all(each.done() for each in waiting):
            assert admin("GET", "/v1/accounts/me").status_code == 200
    statuses = Counter(each.result() for each in waiting)
    assert set(statuses) == {401, 503}, statuses


@pytest.mark.parametrize("way", ["frozen", "gone"])
def test_while_the_database_is_away_changes_are_refused_within_the_deadline(
    hurried: Served, own_database: Database, db: Any, way: str
) -> None:
    login, admin = f"while-{way}", chief(hurried)
    (own_database.freeze if way == "frozen" else own_database.kill)()
    try:
        with ThreadPoolExecutor(20) as pool:
            wanted = {"login": login, "name": "x"}
            calls = [pool.submit(admin, "POST", "/v1/accounts", json=wanted) for _ in range(10)]
            calls += [
                pool.submit(Caller(hurried.url), "POST", "/v1/accounts/sign-up", json=form(login)) for _ in range(10)
            ]
            answers = [call.result() for call in calls]
    finally:
        (own_database.thaw if way == "frozen" else own_database.start)()
    assert {answer.status_code for answer in answers} == {503}, [answer.text for answer in answers]
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in answers)
    assert db["accounts"].count_documents({"login": login}) == 0
    assert admin("POST", "/v1/accounts", json={"login": login, "name": "x"}).status_code == 201


def test_what_is_answered_just_before_the_stop_has_its_result(served: Served, admin: Caller) -> None:
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda _: admin("DELETE", "/v1/sessions/none").status_code, range(100)))
    assert set(statuses) == {404}
