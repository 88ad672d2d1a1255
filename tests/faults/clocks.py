"""The clock of one gateway's machine is wrong by more than half a year: nothing is taken for old."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import requests

from tests.e2e.people import BUREAU, PASSWORD, Person
from tests.faults import trails
from tests.faults.checker import Findings, check
from tests.faults.clocked import CLOCK
from tests.faults.driver import DONE
from tests.faults.scenario import Stage, scenario
from tests.faults.web import HttpDriver, WebWorld, registration
from tests.gateway.files.sending import PART, TUS, metadata
from tests.gateway.files.test_files import PDF
from tests.gateway.serving import Served
from tests.support.waiting import until

DAYS = 200
A_DAY = 86_400
# What is asked of the gateway whose clock is wrong, each time.
ASKED = 10
FIRST = 1_000_000
# Until who collects files has looked: at the first look it waits a minute, and its lease is another's for a while.
LOOKED = 75.0


@scenario(36, "a gateway's clock 200 days off, either way: nothing is deleted, nothing done twice")
def wrong(stage: Stage) -> Findings:
    """One of two gateways is started on a machine with a wrong clock, and set right, under load."""
    with stage.web() as world:
        world.dying = True
        world.up()
        owner = world.people().new()
        kept = _Kept(world, owner)
        load, found = stage.load(world), Findings()
        for sign in (1, -1):
            flag = stage.home / f"clock{sign}"
            flag.write_text(str(sign * DAYS * A_DAY))
            other = world.another(f"gateway{sign}", "tests.faults.clocked:create_app()", **_clock(str(flag)))
            begun = time.monotonic()
            answers = _asked(world, other, owner, FIRST * (2 + sign), load.tried)
            found.notes.append(f"{sign * DAYS} days: answers {dict(answers)}")
            until("who collects to have looked", lambda begun=begun: time.monotonic() - begun > LOOKED, every=1)  # type: ignore[misc]
            kept.look(f"{sign * DAYS} days", found)
            flag.write_text("0")
            right = _asked(world, other, owner, FIRST * (2 + sign), load.tried)
            found.expect(set(right) == {DONE}, f"with its clock right again it answers {dict(right)}")
        load.stop()
        kept.end(found)
        trails.sealed(world.gateway_db)
        found.problems += trails.faults(world.gateway_db, BUREAU)
        pruned = world.gateway_db["audit"].count_documents({"operation": "audit.prune"})
        found.expect(not pruned, "rows of the audit trail were taken for old")
        return check(world, load, found=found)


def _clock(flag: str) -> dict[str, str]:
    return {CLOCK.removeprefix("JINGMEI_"): flag}


def _asked(world: WebWorld, gateway: Served, owner: Person, first: int, tried: set[int]) -> Counter[int]:
    """Answers of one gateway to somebody who signs in there and makes things, under one key at each time."""
    told = {"bureau": BUREAU, "login": owner.login, "password": PASSWORD}
    signed = requests.post(f"{gateway.url}/v1/sessions", json=told, timeout=60)
    if signed.status_code != DONE:
        return Counter({signed.status_code: 1})
    who = Person(owner.call, signed.json()["access_token"])
    client, found = HttpDriver(gateway.url, who), Counter[int]()
    for n in range(first, first + ASKED):
        tried.add(n)
        found[client.post(registration(n), f"clock-{n}").status] += 1
    client.close()
    return found


class _Kept:
    """What a wrong clock could take for old: a file that nothing names yet, an upload under way, a session."""

    def __init__(self, world: WebWorld, owner: Person) -> None:
        self._db, self._owner = world.gateway_db, owner
        sent = owner.call("POST", "/v1/files", data={"kind": "attachment"}, files={"file": ("a.pdf", PDF)})
        assert sent.status_code == DONE, sent.text
        self._file = sent.json()["id"]
        told = {"Upload-Length": str(len(PDF)), "Upload-Metadata": metadata(kind="attachment", filename="a.pdf")}
        self._upload = owner.call("POST", "/v1/uploads", headers={**TUS, **told}).headers["Location"]
        assert self._patch(0, PDF[:10]).status_code == 204

    def look(self, when: str, found: Findings) -> None:
        """Whether all is there."""
        file = self._owner.call("GET", f"/v1/files/{self._file}")
        found.expect(file.status_code == 200 and file.content == PDF, f"{when}: the file is {file.status_code}")
        upload = self._owner.call("GET", self._upload)
        found.expect(upload.status_code == 200, f"{when}: the upload is {upload.status_code}")
        me = self._owner.call("GET", "/v1/accounts/me").status_code
        found.expect(me == 200, f"{when}: the session is answered {me}")

    def end(self, found: Findings) -> None:
        """The upload goes on to its end."""
        sent = self._patch(10, PDF[10:]).status_code
        found.expect(sent == 204, f"the rest of the upload is answered {sent}")

    def _patch(self, offset: int, content: bytes) -> Any:
        headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": PART}
        return self._owner.call("PATCH", self._upload, headers=headers, data=content)
