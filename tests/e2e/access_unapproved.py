"""Who may what: records of what was published without approval."""

from __future__ import annotations

from functools import cache

from shared.ids import new_id
from tests.e2e.access import Case, bureau, own
from tests.e2e.access_submission import SEES, WRITES, of_submission
from tests.e2e.cast import FILE, MEMBERS, STAFF, Cast, Parts
from tests.e2e.people import Data, Person
from tests.e2e.works import new_piece

JUDGES = frozenset({"liaison", "reviewer_final"})
SAID = {"reason": "有市局授权"}
RULING = {"decision": "kept", "reason": "授权不包括该视频"}


def uploaded(person: Person) -> str:
    """A file of somebody's own."""
    return str(person.ok("POST", "/files", **FILE)["id"])


@cache
def _recorder(cast: Cast) -> tuple[Person, str]:
    """A liaison who rules on nothing, with a file of its own."""
    person = cast.double("liaison")
    return person, uploaded(person)


@cache
def _proof(cast: Cast) -> str:
    return uploaded(cast["liaison"])


def recorded(cast: Cast, *, objected: bool = False) -> Data:
    """A new record about the cast's outlet, by somebody else than the cast; with the outlet's objection, if wanted."""
    of_submission(cast, False)  # from here on the service knows the outlet
    recorder, proof = _recorder(cast)
    body = new_piece(cast.outlet["id"], proof)
    made = recorder.ok("POST", "/unapproved-publications", json=body)
    if objected:
        cast["owner"].ok("POST", f"/unapproved-publications/{made['id']}/objection", json=SAID)
    return made


@cache
def _known(cast: Cast) -> Data:
    return recorded(cast)


def of_record(cast: Cast, fresh: bool) -> Parts:
    """A record, and a file that proves it."""
    made = recorded(cast) if fresh else _known(cast)
    return {"record": made["id"], "file": made["proof"][0]}


def of_objection(cast: Cast, fresh: bool) -> Parts:
    """A record that the outlet objected to, for those who may rule."""
    return {"record": recorded(cast, objected=True)["id"]} if fresh else of_record(cast, False)


def piece(cast: Cast) -> Data:
    """A piece to be recorded, with proof of the liaison's own."""
    of_submission(cast, False)
    return new_piece(cast.outlet["id"], _proof(cast), url=f"https://example.com/{new_id()}")


CASES: dict[str, Case] = {
    "POST /v1/unapproved-publications": bureau("liaison", body=piece),
    "GET /v1/unapproved-publications": own(),
    "GET /v1/unapproved-publications/{record}": Case(MEMBERS | STAFF, where=of_record, declared=SEES),
    "GET /v1/unapproved-publications/{record}/proof/{file}": Case(MEMBERS | STAFF, where=of_record, declared=SEES),
    "POST /v1/unapproved-publications/{record}/objection": Case(MEMBERS, STAFF, of_record, SAID, declared=WRITES),
    "POST /v1/unapproved-publications/{record}/withdrawal": bureau("liaison", where=of_record, body=SAID),
    "POST /v1/unapproved-publications/{record}/ruling": bureau(*JUDGES, where=of_objection, body=RULING),
}
