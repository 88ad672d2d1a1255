"""What a program does with the client, against the whole system."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from jingmei_client import (
    ANY,
    BadRequest,
    Client,
    Conflict,
    Forbidden,
    Invalid,
    KeyReused,
    NotFound,
    Problem,
    TooLarge,
    Unavailable,
    VersionMismatch,
)
from jingmei_client.sending import File
from shared.context import Role
from tests.e2e.cast import PNG
from tests.e2e.people import People, Person, register
from tests.e2e.stack import MAX_UPLOAD
from tests.jingmei_client.conftest import ClientOf
from tests.load.traffic import new_registration


@pytest.fixture
def owner(people: People) -> Person:
    return people.new()


@pytest.fixture
def client(owner: Person, client_of: ClientOf) -> Client:
    return client_of(owner)


def test_an_object_comes_with_its_version_and_an_update_names_it(client: Client) -> None:
    made = client.outlets.register(**new_registration()[1], key="first-outlet-of-mine")
    assert (made.status, made.version, made.replayed) == (201, made["version"], False)
    assert made.location == f"/v1/outlets/{made['id']}"
    assert made.request_id and made.key == "first-outlet-of-mine"
    changed = client.outlets.change_profile(made["id"], region="长河", version=made.version or 0)
    assert (changed["region"], changed.version) == ("长河", (made.version or 0) + 1)
    with pytest.raises(VersionMismatch) as refused:
        client.outlets.change_profile(made["id"], region="西兴", version=made.version or 0)
    assert refused.value.status == 412
    assert client.outlets.change_profile(made["id"], region="西兴", version=ANY)["region"] == "西兴"


def test_what_one_has_already_is_not_sent_again(client: Client, owner: Person) -> None:
    outlet = client.outlets.get(register(owner)["id"])
    assert client.outlets.get(outlet["id"], known=outlet) is outlet
    client.outlets.change_profile(outlet["id"], region="长河", version=outlet.version or 0)
    again = client.outlets.get(outlet["id"], known=outlet)
    assert again["region"] == "长河"


def test_a_field_that_is_null_is_not_one_that_is_left_out(client: Client, owner: Person) -> None:
    outlet = client.outlets.get(register(owner)["id"])
    with pytest.raises(Invalid) as refused:
        client.outlets.change_profile(outlet["id"], name=None, version=ANY)  # type: ignore[arg-type]
    assert [each.pointer for each in refused.value.errors] == ["/name"]
    assert client.outlets.change_profile(outlet["id"], region="长河", version=ANY)["name"] == outlet["name"]


def test_a_list_goes_on_over_its_pages(client: Client, owner: Person) -> None:
    outlets = {register(owner)["id"] for _ in range(5)}
    found = client.outlets.mine(limit=2)
    assert [len(page["items"]) for page in found.pages()] == [2, 2, 1]
    assert {row["outlet"]["id"] if "outlet" in row else row["id"] for row in found} == outlets
    first = found.first()
    rest = list(client.outlets.mine(limit=2, cursor=first["next"]))
    assert len(first["items"]) + len(rest) == 5


def test_filters_are_sent_as_the_api_reads_them(client_of: ClientOf, people: People) -> None:
    admin, auditor = (client_of(people.new(role)) for role in (Role.ADMIN, Role.AUDITOR))
    since = datetime.now(UTC) - timedelta(minutes=5)
    rows = auditor.audit.audit(
        account=admin.accounts.me()["id"], since=since, until=since + timedelta(hours=1), limit=5
    )
    assert isinstance(rows.first()["items"], list)
    assert list(admin.accounts.accounts(disabled=True, limit=3)) == []
    assert list(admin.inbox.inbox(unread=False)) == []
    with pytest.raises(TypeError, match="without a zone"):
        auditor.audit.audit(since=datetime(2026, 11, 2)).first()  # noqa: DTZ001


def test_problems_are_typed_and_tell_each_place(client: Client, client_of: ClientOf, owner: Person) -> None:
    bad = new_registration()[1] | {"name": "", "category": "newspaper"}
    with pytest.raises(Invalid) as invalid:
        client.outlets.register(**bad)
    problem = invalid.value
    assert (problem.status, problem.code) == (422, "validation")
    assert {each.pointer for each in problem.errors} == {"/name", "/category"}
    assert all(each.rule and each.message for each in problem.errors)
    assert "/category" in str(problem)
    with pytest.raises(NotFound) as missing:
        client.outlets.get("nothing", language="zh")
    assert missing.value.request_id and any("一" <= letter <= "鿿" for letter in missing.value.title)
    with pytest.raises(Forbidden):
        client.audit.audit().first()
    outlet = register(owner)
    with pytest.raises(Conflict) as conflict:
        client_of(owner).outlets.resubmit(outlet["id"])
    assert conflict.value.code
    with pytest.raises(BadRequest):
        client.outlets.register(**new_registration()[1], key="two words")
    with pytest.raises(ValueError, match="header"):
        client.accounts.me(language="en\n")


def test_a_key_belongs_to_one_request(client: Client) -> None:
    body = new_registration()[1]
    made = client.outlets.register(**body, key="one-registration")
    again = client.outlets.register(**body, key="one-registration")
    assert (again["id"], again.replayed) == (made["id"], True)
    with pytest.raises(KeyReused):
        client.outlets.register(**(body | {"name": "另一家"}), key="one-registration")


@pytest.mark.parametrize("form", ["path", "bytes", "pair", "open"])
def test_files_go_up_and_come_down(client: Client, tmp_path: Path, form: str) -> None:
    path = tmp_path / "授权书.png"
    path.write_bytes(PNG)
    opened = BytesIO(PNG)
    opened.name = str(path)
    files: dict[str, File] = {"path": path, "bytes": PNG, "pair": ("授权书.png", PNG), "open": opened}
    sent = client.files.upload(files[form], kind="evidence")
    assert (sent["size"], sent["sha256"]) == (len(PNG), hashlib.sha256(PNG).hexdigest())
    down = client.files.download(sent["id"])
    assert (down.content, down.media_type) == (PNG, "image/png")
    assert down.name == ("file.png" if form == "bytes" else "授权书.png")
    (tmp_path / "down").mkdir()
    assert down.save(tmp_path / "down").read_bytes() == PNG


def test_a_file_that_is_too_large_or_of_another_kind_is_refused(client: Client) -> None:
    with pytest.raises(TooLarge):
        client.files.upload(b"\x89PNG" + b"0" * MAX_UPLOAD, kind="evidence")
    with pytest.raises(Problem) as refused:
        client.files.upload(("a.png", b"plain text"), kind="evidence")
    assert refused.value.status in {415, 422}


def test_a_deadline_is_kept_and_told_to_the_server(client: Client, owner: Person) -> None:
    outlet = register(owner)
    with pytest.raises(Unavailable) as late:
        client.outlets.get(outlet["id"], deadline=0.0005)
    assert late.value.status in {503, 504}
    assert client.outlets.get(outlet["id"], deadline=20)["id"] == outlet["id"]


def test_a_name_from_the_server_cannot_leave_the_folder(tmp_path: Path) -> None:
    from jingmei_client import Download

    for name in ("../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd"):
        saved = Download(b"x", name, "text/plain").save(tmp_path)
        assert saved.parent == tmp_path
    assert Download(b"x", "", "text/plain").save(tmp_path).name == "download"
