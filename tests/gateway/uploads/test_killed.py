"""A gateway that is killed in the middle of a file leaves nothing for ever, neither on disk nor in the database."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.local.servers import Database
from gateway.accounts import bootstrap
from gateway.files import desks
from gateway.files.bucket import Files
from gateway.files.quota import Quotas
from gateway.guard_settings import GuardSettings
from gateway.orphans import Orphans
from gateway.uploads import Uploads
from shared.clock import now
from shared.ids import new_id
from tests.gateway.accounts.desk import PASSWORD
from tests.gateway.files.clamd import FakeClamd
from tests.gateway.files.samples import sound
from tests.gateway.serving import Caller, Served
from tests.gateway.uploads.test_served import begun, finished, send
from tests.support.waiting import until

MIB = 1024 * 1024
SOUND = sound(random.Random(8).randbytes(64 * MIB))


@pytest.fixture
def db(database: Database) -> Iterator[Any]:
    with MongoClient[dict[str, Any]](database.uri, tz_aware=True) as client:
        found = client[f"ki{new_id()[-8:]}_gateway"]
        bootstrap(found, "330276", "滨江公安", "chief", PASSWORD)
        yield found
        client.drop_database(found.name)


@pytest.fixture
def settings(amqp_uri: str, database: Database, db: Any, tmp_path: Path) -> dict[str, str]:
    prefix = db.name.removesuffix("gateway")
    told = {"AMQP_URI": amqp_uri, "MONGO_URI": database.uri, "DATABASE_PREFIX": prefix}
    return told | {"WORK_DIR": str(tmp_path), "MAX_UPLOAD": str(100 * MIB)}


def started(settings: dict[str, str], home: Path, **more: str) -> Served:
    made = Served("gateway.app:create_app()", home / "log", **settings, **more)
    made.start()
    return made


def caller(served: Served) -> Caller:
    told = Caller(served.url)("POST", "/v1/sessions", json={"login": "chief", "password": PASSWORD})
    assert told.status_code == 201, told.text
    return Caller(served.url, Authorization=f"Bearer {told.json()['access_token']}")


def left_on_disk(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{desks.PREFIX}*"))


def test_folders_on_disk_of_one_that_was_killed_go_when_another_begins(
    settings: dict[str, str], tmp_path: Path
) -> None:
    with FakeClamd(silent=True) as clamd:
        first = started(settings, tmp_path, CLAMD=clamd.address)
        asking = caller(first)
        send(asking, begun(asking, len(SOUND)), 0, SOUND)
        until("the file to be worked on", lambda: bool(left_on_disk(tmp_path)))
        first.kill()
    (left,) = left_on_disk(tmp_path)
    assert list(left.iterdir())
    with desks.desk(str(tmp_path)) as held:
        long_ago = time.time() - 2 * desks.UNHELD
        for folder in (left, held):
            os.utime(folder, (long_ago, long_ago))
        second = started(settings, tmp_path)
        until("it to be gone", lambda: left not in left_on_disk(tmp_path))
        assert held.exists(), "somebody is at it"
        assert second.stop() == 0


def test_bytes_of_a_file_that_was_being_written_go_and_the_upload_is_finished_by_another(
    settings: dict[str, str], db: Any, tmp_path: Path
) -> None:
    first = started(settings, tmp_path)
    asking = caller(first)
    path = begun(asking, len(SOUND))
    send(asking, path, 0, SOUND)
    until("its bytes to be written", lambda: db["files.pending"].find_one() and db["files.chunks"].find_one())
    first.kill()
    assert db["files.pending"].count_documents({}) == 1, "killed in the middle"
    (rest,) = [row["_id"] for row in db["files.pending"].find()]
    assert db["files.chunks"].count_documents({"files_id": rest}) > 0
    second = started(settings, tmp_path)
    view = finished(caller(second), path)
    assert view["state"] == "done"
    db["files.pending"].update_many({}, {"$set": {"at": now() - timedelta(days=2)}})
    uploads = Uploads(db, timedelta(days=1), Quotas(db, GuardSettings()))
    gone = Orphans(db, Files(db), uploads, timedelta(days=30)).collect()
    assert gone["rest"] == 1
    files = {row["_id"] for row in db["files.files"].find({}, {"_id": True})}
    assert set(db["files.chunks"].distinct("files_id")) == files
    assert db["files.pending"].count_documents({}) == 0
    assert caller(second)("GET", f"/v1/files/{view['file']['id']}").content == SOUND
    assert second.stop() == 0
