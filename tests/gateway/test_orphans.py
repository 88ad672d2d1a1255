"""What nobody needs goes, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.audit import clocks
from gateway.files.records import Owner
from gateway.orphans import Collector, Orphans
from shared.clock import now
from shared.ids import new_id
from tests.gateway.accounts.desk import Bureau, Desk, Person
from tests.gateway.accounts.fixtures import bureau, desk
from tests.gateway.files.sending import begun, finished
from tests.gateway.files.sending import send as send_part
from tests.gateway.files.test_files import PDF, send
from tests.gateway.files.test_images import taken

__all__ = ["bureau", "desk"]
LONG_AGO = timedelta(days=31)


@pytest.fixture
def person(bureau: Bureau) -> Person:
    return bureau.outsider()


@pytest.fixture
def orphans(desk: Desk) -> Orphans:
    runtime = desk.runtime
    return Orphans(desk.db, runtime.files, runtime.uploads, timedelta(days=30))


def file(desk: Desk, person: Person, content: bytes = PDF, age: timedelta = LONG_AGO) -> str:
    """A file that came so long ago."""
    id_: str = send(person, content).get_json()["id"]
    whole = {"$or": [{"_id": id_}, {"metadata.original_of": id_}]}
    desk.db["files.files"].update_many(whole, {"$set": {"uploadDate": now() - age}})
    return id_


def there(desk: Desk, id_: str) -> bool:
    rows = desk.db["files.files"].count_documents({"$or": [{"_id": id_}, {"metadata.original_of": id_}]})
    chunks = desk.db["files.chunks"].count_documents({"files_id": id_})
    assert bool(rows) == bool(chunks)
    return bool(rows)


def test_a_file_that_nothing_named_goes_with_its_original(desk: Desk, person: Person, orphans: Orphans) -> None:
    unused, young = file(desk, person, taken("JPEG")), file(desk, person, age=timedelta(days=29))
    original = desk.runtime.files.original(unused, person.bureau)
    found = [each for each in orphans.found() if each.id == unused]
    assert [(each.what, each.bureau) for each in found] == [("file", person.bureau)] and found[0].size > 100
    assert there(desk, unused), "looking takes nothing away"
    orphans.collect()
    assert (there(desk, unused), there(desk, young)) == (False, True)
    assert desk.db["files.chunks"].count_documents({"files_id": original.id}) == 0
    row = desk.db["audit"].find_one({"operation": "files.collect", "object": unused})
    assert (row["account"], row["bureau"]) == ("system", person.bureau)
    assert person("GET", f"/files/{unused}").status_code == 404


def test_a_file_that_was_named_stays(desk: Desk, person: Person, orphans: Orphans) -> None:
    used, old = file(desk, person), file(desk, person)
    desk.db["files.files"].update_one({"_id": old}, {"$unset": {"metadata.uses": True}})
    owner = Owner(person.bureau, person.account)
    assert desk.runtime.files.use([used, old, new_id()], owner) == [used]
    for other in (Owner("330999", person.account), Owner(person.bureau, new_id())):
        assert desk.runtime.files.use([used], other) == [], "who names the file of somebody else changes nothing of it"
    orphans.collect()
    assert there(desk, used) and there(desk, old), "one from before uses were counted counts as used"
    desk.runtime.files.release([used, old])
    orphans.collect()
    assert (there(desk, used), there(desk, old)) == (False, True)


def test_the_sheet_of_an_import_goes_when_its_time_is_over_used_or_not(desk: Desk, person: Person) -> None:
    sheets, young = [file(desk, person, age=timedelta(days=181)) for _ in range(2)], file(desk, person)
    work = file(desk, person, age=timedelta(days=400))
    as_sheets = {"_id": {"$in": [*sheets, young]}}
    desk.db["files.files"].update_many(as_sheets, {"$set": {"metadata.kind": "sheet", "metadata.uses": 3}})
    assert desk.runtime.files.use([work], Owner(person.bureau, person.account)) == [work]
    runtime = desk.runtime
    days = timedelta(days=30)
    Orphans(desk.db, runtime.files, runtime.uploads, days).collect()
    assert all(there(desk, each) for each in sheets), "who does not say how long they are kept takes none"
    Orphans(desk.db, runtime.files, runtime.uploads, days, timedelta(days=180)).collect()
    assert [there(desk, each) for each in (*sheets, young, work)] == [False, False, True, True]
    row = desk.db["audit"].find_one({"operation": "imports.expire", "object": sheets[0]})
    assert row is not None and (row["account"], row["bureau"]) == ("system", person.bureau)


def test_a_refused_request_uses_nothing_and_one_of_unknown_outcome_does(
    desk: Desk, person: Person, bureau: Bureau
) -> None:
    """Nobody is behind this gateway: what passes its own checks is not answered."""
    mine, others = file(desk, person), file(desk, bureau.outsider("another"))
    work = {"outlet": new_id(), "kind": "work", "genre": "article", "title": "夜巡", "body": "正文"}
    refused = person("POST", "/submissions", work | {"attachments": [{"file": mine}, {"file": others}]})
    assert refused.status_code == 422
    assert [uses(desk, each) for each in (mine, others)] == [0, 0]
    unknown = person("POST", "/submissions", work | {"attachments": [{"file": mine}]}, headers={"X-Deadline-Ms": "50"})
    assert unknown.status_code in (503, 504), unknown.text
    assert [uses(desk, each) for each in (mine, others)] == [1, 0]


def uses(desk: Desk, id_: str) -> int:
    row = desk.db["files.files"].find_one({"_id": id_})
    found: int = row["metadata"]["uses"]
    return found


def test_a_file_that_is_leaving_cannot_be_used_any_more(desk: Desk, person: Person, orphans: Orphans) -> None:
    id_ = file(desk, person)
    desk.db["files.files"].update_one({"_id": id_}, {"$set": {"metadata.leaving": True}})  # and the process died
    assert desk.runtime.files.use([id_], Owner(person.bureau, person.account)) == []
    assert person("GET", f"/files/{id_}").status_code == 404
    orphans.collect()
    assert not there(desk, id_)


def test_an_expired_upload_goes_and_what_it_became_stays(desk: Desk, person: Person, orphans: Orphans) -> None:
    path = begun(person, len(PDF) + 1, PDF)
    done = finished(person, begun(person, len(PDF), PDF))
    young = begun(person, 10, b"x")
    gone = [path.rpartition("/")[2], done["id"]]
    desk.db["uploads"].update_many({"_id": {"$in": gone}}, {"$set": {"expires": now()}})
    assert {each.id for each in orphans.found() if each.what == "upload"} >= set(gone)
    orphans.collect()
    assert desk.db["uploads"].count_documents({"_id": {"$in": gone}}) == 0
    assert desk.db["upload_pieces"].count_documents({"_id": {"$regex": f"^{gone[0]}"}}) == 0
    assert person("GET", f"/files/{done['file']['id']}").data == PDF
    assert send_part(person, young, 1, b"y").status_code == 204


def test_what_a_crash_left_goes(desk: Desk, person: Person, orphans: Orphans) -> None:
    upload, rest, fresh = new_id(), new_id(), new_id()
    desk.db["upload_pieces"].insert_one({"_id": f"{upload}/00000001", "data": b"x"})
    for id_, age in ((rest, timedelta(days=2)), (fresh, timedelta())):
        desk.db["files.pending"].insert_one({"_id": id_, "at": now() - age})
        desk.db["files.chunks"].insert_one({"files_id": id_, "n": 0, "data": b"x"})
    whole = file(desk, person, age=timedelta())
    desk.db["files.pending"].insert_one({"_id": whole, "at": now() - timedelta(days=2)})
    orphans.collect()
    assert desk.db["upload_pieces"].count_documents({"_id": {"$regex": f"^{upload}"}}) == 0
    assert [desk.db["files.chunks"].count_documents({"files_id": id_}) for id_ in (rest, fresh)] == [0, 1]
    assert there(desk, whole)


def test_what_a_database_that_lost_half_of_it_left_goes(desk: Desk, person: Person, orphans: Orphans) -> None:
    """Bytes of no file, small pictures of no file, an original whose copy is gone; and nothing else."""
    alone, whole, young = (file(desk, person, taken("JPEG"), age=timedelta(days=2)) for _ in range(3))
    originals = {id_: desk.runtime.files.original(id_, person.bureau).id for id_ in (alone, whole, young)}
    desk.db["files.files"].update_one({"_id": originals[young]}, {"$set": {"uploadDate": now()}})
    desk.db["files.files"].delete_many({"_id": {"$in": [alone, young]}})
    bytes_, picture = new_id(), new_id()
    desk.db["files.chunks"].insert_many([{"files_id": bytes_, "n": n, "data": b"x"} for n in range(3)])
    desk.db["thumbnails"].insert_many([{"_id": f"{picture}/256"}, {"_id": f"{picture}/512"}, {"_id": f"{whole}/256"}])
    coming = new_id()
    desk.db["files.pending"].insert_one({"_id": coming, "at": now()})
    desk.db["files.chunks"].insert_one({"files_id": coming, "n": 0, "data": b"x"})
    assert {each.id for each in orphans.found()} >= {alone, bytes_, picture, originals[alone]}
    orphans.collect()
    left = {row["files_id"] for row in desk.db["files.chunks"].find()}
    assert left & {alone, whole, young, bytes_, coming, *originals.values()} == {
        whole, originals[whole], originals[young], coming,
    }  # fmt: skip
    assert desk.db["files.files"].find_one({"_id": originals[alone]}) is None
    assert [desk.db["thumbnails"].count_documents({"_id": {"$regex": f"^{id_}"}}) for id_ in (picture, whole)] == [0, 1]
    assert not {alone, bytes_, picture} & {each.id for each in orphans.found()}


@pytest.mark.parametrize("days", [200, -200])
def test_while_clocks_disagree_nothing_goes(
    desk: Desk, person: Person, orphans: Orphans, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    unused, collector = file(desk, person), Collector(desk.db, orphans, new_id())
    desk.db["leases"].delete_one({"_id": "files-collector"})
    with monkeypatch.context() as wrong:
        wrong.setattr(clocks, "now", lambda: now() + timedelta(days=days))
        collector._round()
        assert there(desk, unused)
        assert desk.db["leases"].find_one({"_id": "files-collector"}) is None, "another one may look meanwhile"
    collector._round()
    assert not there(desk, unused)
