"""Gateways are killed while files come, and while they are made of what has come."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests

from gateway.files import desks
from gateway.files.bucket import Files
from gateway.files.quota import Quotas
from gateway.files.records import Owner
from gateway.guard_settings import GuardSettings
from gateway.orphans import Orphans
from gateway.uploads import Uploads
from shared.clock import now
from tests.e2e.people import BUREAU, Data, Person
from tests.faults import trails
from tests.faults.checker import Findings, check
from tests.faults.scenario import Stage, scenario
from tests.faults.web import WebWorld
from tests.gateway.files.samples import sound
from tests.gateway.files.sending import PART, TUS, metadata
from tests.support.waiting import HOPE, rest, until

MIB = 1024 * 1024
# What a sender gives in one request.
AT_ONCE = 2 * MIB
ENDED = ("done", "refused")
OFTEN = {"UPLOAD_RATE": "1000/minute"}


@dataclass
class Sender:
    """Somebody with a file, who goes on where it stands, as tus says, until it is a file there."""

    who: Person
    content: bytes
    view: Data | None = None

    def send(self) -> None:
        """Until the gateway says that it is a file, or why it is none. Raises: TooLate."""
        path = self._insist("POST", "/v1/uploads", 201, {**self._told(), **TUS}).headers["Location"]
        while (offset := self._offset(path)) < len(self.content):
            headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": PART}
            self._asked("PATCH", path, headers, self.content[offset : offset + AT_ONCE])
        until("the upload to be over", lambda: self._over(path), 3 * HOPE, every=0.3)

    def whole(self) -> bool:
        """Whether it can be read back, byte for byte."""
        if self.view is None or self.view["state"] != "done":
            return False
        told = self._insist("GET", f"/v1/files/{self.view['file']['id']}", 200, {})
        return told.content == self.content and self.view["sha256"] == hashlib.sha256(self.content).hexdigest()

    def _told(self) -> dict[str, str]:
        name = metadata(kind="attachment", filename="夜巡.mp4")
        return {"Upload-Length": str(len(self.content)), "Upload-Metadata": name}

    def _offset(self, path: str) -> int:
        return int(self._insist("HEAD", path, 200, TUS).headers["Upload-Offset"])

    def _over(self, path: str) -> bool:
        self.view = self._insist("GET", path, 200, {}).json()
        return self.view["state"] in ENDED

    def _insist(self, method: str, path: str, wanted: int, headers: dict[str, str]) -> requests.Response:
        """The answer with this status, asked for until it comes."""
        found: list[requests.Response] = []

        def answered() -> bool:
            answer = self._asked(method, path, headers)
            found[:] = [answer] if answer is not None and answer.status_code == wanted else []
            return bool(found)

        until(f"{wanted} to {method} {path}", answered, 2 * HOPE, every=0.2)
        return found[0]

    def _asked(
        self, method: str, path: str, headers: dict[str, str], data: bytes | None = None
    ) -> requests.Response | None:
        try:
            return self.who.call(method, path, headers=headers, data=data)
        except requests.RequestException:
            return None


@scenario(32, "kill -9 gateway in the middle of uploads: each file whole and once, and nothing left of the rest")
def uploads(stage: Stage) -> Findings:
    """Files come under load while the gateway dies: while parts come, and while a file is being written."""
    work = stage.home / "work"
    work.mkdir()
    with stage.web(10.0, WORK_DIR=str(work), **OFTEN) as world:
        world.dying = True
        world.up()
        load = stage.load(world, deadline=10.0, pace=0.1)
        senders = _senders(stage, world)
        with ThreadPoolExecutor(len(senders)) as pool:
            sent = [pool.submit(each.send) for each in senders]
            kills = _killing(stage, world, senders)
            for each in sent:
                each.result()
        found = Findings(notes=[f"{kills} kills, {len(senders)} files"])
        _whole(senders, found)
        _left(world, senders, work, found)
        trails.sealed(world.gateway_db)
        found.problems += trails.faults(world.gateway_db, BUREAU)
        check(world, load.stop(), found=found)
        found.effects += len(senders)
        return found


def _senders(stage: Stage, world: WebWorld) -> list[Sender]:
    people, sizes = world.people(), stage.random.sample(range(3, 24), stage.rounds(8, 4))
    return [Sender(people.new(), sound(stage.random.randbytes(size * MIB))) for size in sizes]


def _killing(stage: Stage, world: WebWorld, senders: list[Sender]) -> int:
    """Kill the gateway in turn while parts come, while a whole upload is worked on, and while its file is written."""
    db = world.gateway_db
    moments: list[tuple[str, Callable[[], Any]]] = [
        ("a part to have come", lambda: db["uploads"].find_one({"state": "open", "offset": {"$gt": 0}})),
        ("an upload to be whole", lambda: db["uploads"].find_one({"state": "received"})),
        ("a file to be written", db["files.pending"].find_one),
    ]
    kills = 0
    for _ in range(stage.rounds(2, 1)):
        for what, look in moments:
            if not _comes(what, look, senders):
                return kills
            if look != moments[-1][1]:  # that one is over in no time
                rest(stage.random.uniform(0, 0.3))
            world.kill_gateway()
            kills += 1
    return kills


def _comes(what: str, look: Callable[[], Any], senders: list[Sender]) -> bool:
    """Whether the moment comes before all uploads are over."""

    def over() -> bool:
        return all(each.view and each.view["state"] in ENDED for each in senders)

    return until(what, lambda: (look() and "now") or (over() and "over"), every=0.01) == "now"


def _whole(senders: list[Sender], found: Findings) -> None:
    """Every file that somebody was told of is there."""
    broken = [len(each.content) // MIB for each in senders if not each.whole()]
    found.lost += len(broken)
    found.expect(not broken, f"files of {broken} MiB are not what was sent: {[each.view for each in senders][:2]}")


def _left(world: WebWorld, senders: list[Sender], work: Path, found: Findings) -> None:
    """What nobody was told of goes when its time is over, and nothing else."""
    db = world.gateway_db
    known = [each.view["file"]["id"] for each in senders if each.view is not None and "file" in each.view]
    files, long_ago = Files(db), now() - timedelta(days=2)
    surplus = db["files.files"].count_documents({"metadata.original_of": None, "_id": {"$nin": known}})
    found.notes.append(f"{surplus} files, {db['files.pending'].count_documents({})} beginnings of some to be collected")
    for row in db["files.files"].find({"_id": {"$in": known}}, {"metadata.owner": True}):
        files.use([row["_id"]], Owner(BUREAU, row["metadata"]["owner"]))
    db["uploads"].update_many({}, {"$set": {"expires": long_ago}})
    db["files.pending"].update_many({}, {"$set": {"at": long_ago}})
    kept = Uploads(db, timedelta(days=1), Quotas(db, GuardSettings()))
    gone = Orphans(db, files, kept, timedelta()).collect()
    found.notes.append(f"collected {dict(gone)}")
    for name in ("uploads", "upload_pieces", "files.pending"):
        left = db[name].count_documents({})
        found.expect(not left, f"{left} documents are left in {name}")
    there = set(db["files.files"].distinct("_id"))
    own = {row["_id"] for row in db["files.files"].find({"metadata.original_of": None})}
    found.expect(own == set(known), f"files {len(own)}, known {len(known)}")
    chunks = set(db["files.chunks"].distinct("files_id"))
    found.expect(chunks == there, f"bytes of {len(chunks - there)} files that are none")
    _swept(work, found)


def _swept(work: Path, found: Findings) -> None:
    """Folders of those that died go once they are old; nobody works at one any more."""
    before = list(work.glob(f"{desks.PREFIX}*"))
    for folder in before:
        os.utime(folder, (time.time() - 2 * desks.UNHELD,) * 2)
    desks.sweep(str(work))
    left = list(work.glob(f"{desks.PREFIX}*"))
    found.notes.append(f"{len(before)} folders on disk")
    found.expect(not left, f"folders are left on disk: {left}")
