"""Outlets, their inbox messages and their sheets over HTTP, with the real services behind the gateway."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import requests

from deploy.local.servers import Database
from gateway.api.examples import CHANNEL, REGISTRATION
from shared.ids import new_id
from shared.sheets import COLUMNS
from tests.gateway.services import Service
from tests.gateway.serving import Caller, Served
from tests.shared.sheets.workbooks import strict, workbook
from tests.support.waiting import until

BUREAU = "330108"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def settings(amqp_uri: str, database: Database) -> dict[str, str]:
    return {"AMQP_URI": amqp_uri, "MONGO_URI": database.uri, "DATABASE_PREFIX": f"t{new_id()[-12:]}_"}


@pytest.fixture(scope="module")
def served(settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("system")
    services = [Service(name, home / name, **settings) for name in ("outlet", "notification", "submission")]
    for service in services:
        service.start()
    made = Served("tests.gateway.wsgi:real()", home / "gateway", **settings)
    made.start()
    yield made
    assert made.stop() == 0, made.log.read_text()[-2000:]
    assert [service.stop() for service in services] == [0, 0, 0]


@pytest.fixture
def owner(served: Served) -> Caller:
    return Caller(served.url, Authorization=f"Bearer {new_id()}/{BUREAU}/")


@pytest.fixture
def liaison(served: Served) -> Caller:
    return Caller(served.url, Authorization=f"Bearer officer-1/{BUREAU}/liaison")


def good(answer: requests.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def identity(number: int) -> str:
    """An identity number with a good check digit, made up."""
    digits = f"33010819{60 + number % 40:02d}0101{number // 40:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


def registration(number: int) -> dict[str, Any]:
    return {**REGISTRATION, "operator": {"name": "王小明", "id_number": identity(number)}}


def test_an_outlet_is_registered_changed_verified_and_tells_its_people(owner: Caller, liaison: Caller) -> None:
    made = owner("POST", "/v1/outlets", json=registration(1))
    outlet, where = good(made, 201), made.headers["Location"]
    assert (outlet["status"], made.headers["ETag"]) == ("pending", '"1"')
    assert good(owner("GET", where)) == outlet
    changed = owner("PATCH", where, json={"region": "西兴"}, headers={"If-Match": '"1"'})
    assert (good(changed)["region"], changed.headers["ETag"]) == ("西兴", '"2"')
    assert owner("PATCH", where, json={"region": "长河"}, headers={"If-Match": '"1"'}).status_code == 412
    proof = {"proofs": [{"channel": outlet["channels"][0]["id"], "note": "后台截图"}]}
    verified = good(liaison("POST", f"{where}/verification", json=proof))
    assert verified["status"] == "verified"
    item = until("a message", lambda: good(owner("GET", "/v1/inbox?unread=true"))["items"])[0]
    assert item["about"]["id"] == outlet["id"]
    assert good(owner("POST", f"/v1/inbox/{item['id']}/read"))["read"] is True
    assert [each["what"] for each in good(owner("GET", f"{where}/history"))["items"]][-1] == "OutletRegistered"


def test_a_stranger_finds_nothing(owner: Caller, served: Served) -> None:
    where = owner("POST", "/v1/outlets", json=registration(2)).headers["Location"]
    for told in (f"Bearer stranger/{BUREAU}/", "Bearer officer-1/110105/liaison"):
        answer = Caller(served.url, Authorization=told)("GET", where)
        assert (answer.status_code, answer.json()["code"]) == (404, "outlet.not_found")


def test_the_same_key_registers_once(owner: Caller) -> None:
    key = {"Idempotency-Key": new_id()}
    first = owner("POST", "/v1/outlets", json=registration(3), headers=key)
    again = owner("POST", "/v1/outlets", json=registration(3), headers=key)
    assert good(again, 201) == good(first, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    other = owner("POST", "/v1/outlets", json=registration(4), headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.key_reused")


def test_a_broken_registration_names_every_field(owner: Caller) -> None:
    body = {**registration(5), "name": "", "category": "radio", "surprise": 1}
    body["operator"] = {"name": "王小明", "id_number": identity(5)[:-1] + "0"}
    told = owner("POST", "/v1/outlets", json=body, headers={"Accept-Language": "en"})
    assert told.status_code == 422
    found = {each["pointer"]: each["rule"] for each in told.json()["errors"]}
    assert found == {
        "/name": "required",
        "/category": "choice",
        "/surprise": "unknown",
        "/operator/id_number": "resident_id.check_digit",
    }
    assert all(each["message"] != each["rule"] for each in told.json()["errors"])


def test_a_channel_has_the_level_that_a_liaison_set(owner: Caller, liaison: Caller) -> None:
    made = owner("POST", "/v1/outlets", json=registration(37))
    where, channel = made.headers["Location"], good(made, 201)["channels"][0]
    assert (channel["level"], channel["claimed_level"]) == (None, CHANNEL["claimed_level"])
    path = f"{where}/channels/{channel['id']}"
    mine = owner("PATCH", path, json={"level": "central"}, headers={"If-Match": "*"})
    assert mine.status_code == 422
    assert [(each["pointer"], each["rule"]) for each in mine.json()["errors"]] == [("/level", "unknown")]
    verdict = {"level": "county", "note": "后台截图"}
    assert owner("POST", f"{path}/verification", json=verdict).status_code == 403
    waiting = good(liaison("GET", "/v1/channels/queue"))["items"]
    assert channel["id"] in [each["id"] for item in waiting for each in item["channels"]]
    assert good(liaison("POST", f"{path}/verification", json=verdict))["channels"][0]["level"] == "county"
    moved = owner("PATCH", path, json={"url": "https://example.com/2"}, headers={"If-Match": "*"})
    assert good(moved)["channels"][0]["level"] is None
    again = liaison("POST", f"{path}/unverification", json={"reason": "账号已转让"})
    assert (again.status_code, again.json()["code"]) == (409, "channel.not_verified")


def test_a_channel_that_is_called_like_a_medium_is_marked_for_who_verifies_it(owner: Caller, liaison: Caller) -> None:
    """Nobody owns a name: it is taken, and looked at; the newspaper itself has such a channel, too."""
    named = [{**CHANNEL, "account_name": name} for name in ("《人民日報》", "滨江四十三")]
    made = good(owner("POST", "/v1/outlets", json=registration(43) | {"channels": named}), 201)
    waiting = good(liaison("GET", "/v1/channels/queue?limit=50"))["items"]
    [mine] = [item for item in waiting if item["id"] == made["id"]]
    entry = {"id": "rmrb", "name": "人民日报", "level": "central"}
    assert [channel["named_like"] for channel in mine["channels"]] == [[entry], []]


def test_channels_members_and_invitations(owner: Caller, served: Served) -> None:
    where = owner("POST", "/v1/outlets", json=registration(6)).headers["Location"]
    added = owner("POST", f"{where}/channels", json={**CHANNEL, "platform": "weibo"})
    channel = good(added, 201)["channels"][-1]["id"]
    tag = {"If-Match": added.headers["ETag"]}
    assert owner("DELETE", f"{where}/channels/{channel}").status_code == 428
    assert len(good(owner("DELETE", f"{where}/channels/{channel}", headers=tag))["channels"]) == 1
    invitation = good(owner("POST", f"{where}/invitations", json={"role": "outlet_member"}), 201)["id"]
    code = good(owner("POST", f"{where}/invitations/{invitation}/code"))["code"]
    friend = Caller(served.url, Authorization=f"Bearer friend/{BUREAU}/")
    assert "friend" in [
        each["account"]
        for each in good(friend("POST", "/v1/invitation-acceptances", json={"code": code}), 201)["members"]
    ]
    assert len(good(friend("GET", "/v1/outlets/mine"))["items"]) == 1
    assert good(friend("POST", f"{where}/departure")) == {"outlet": where.rpartition("/")[2], "left": True}


def test_personal_data_in_full_is_for_who_may_see_it(owner: Caller, liaison: Caller, served: Served) -> None:
    where = owner("POST", "/v1/outlets", json=registration(7)).headers["Location"]
    assert "*" in good(owner("GET", where))["operator"]["id_number"]
    assert good(liaison("POST", f"{where}/revelation"))["operator"]["id_number"] == identity(7)
    leader = Caller(served.url, Authorization=f"Bearer chief/{BUREAU}/leader")
    assert leader("POST", f"{where}/revelation").status_code == 403


def test_lists_are_paged_to_their_end(owner: Caller, liaison: Caller) -> None:
    made = {owner("POST", "/v1/outlets", json=registration(number)).json()["id"] for number in range(20, 25)}
    found, link = set(), "/v1/outlets?limit=2&status=pending"
    while link:
        answer = liaison("GET", link)
        found |= {each["id"] for each in good(answer)["items"]}
        links = requests.utils.parse_header_links(answer.headers.get("Link", ""))
        link = links[0]["url"] if links else ""
    assert made <= found
    bad = liaison("GET", "/v1/outlets?cursor=nonsense")
    assert (bad.status_code, bad.json()["code"]) == (422, "cursor.invalid")


def sheet(rows: list[dict[str, Any]]) -> bytes:
    """A workbook with the columns that the rows name."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    names = {column.key: column.zh for column in COLUMNS}
    keys = list(rows[0])
    page.append([names[key] for key in keys])
    for row in rows:
        page.append([row[key] for key in keys])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def row(number: int, **other: Any) -> dict[str, Any]:
    return {
        **dict.fromkeys((column.key for column in COLUMNS), ""),
        "name": f"网红{number}号",
        "category": "网红达人",
        "operator_name": "王小明",
        "operator_id": identity(number),
        "region": "浦沿",
        "contact_name": "王小明",
        "phone": "13912345678",
        **other,
    }


def upload(caller: Caller, content: bytes, key: str = "") -> requests.Response:
    headers = {"Idempotency-Key": key or new_id()}
    return caller("POST", "/v1/outlet-imports", files={"file": ("媒体.xlsx", content, XLSX)}, headers=headers)


def ended(caller: Caller, where: str) -> Any:
    """The import's view when it has ended."""
    return until("the import's end", lambda: (view := good(caller("GET", where)))["state"] != "open" and view)


def test_a_sheet_goes_in_and_its_report_and_export_come_out(liaison: Caller) -> None:
    content = sheet([*(row(number) for number in range(100, 103)), row(103, operator_id=identity(103)[:-1] + "0")])
    key = new_id()
    answer = upload(liaison, content, key)
    assert answer.status_code == 202, answer.text
    where = answer.headers["Location"]
    assert good(answer, 202)["state"] == "open"
    done = ended(liaison, where)
    assert (done["state"], done["accepted"], done["refused"], done["aborted"]) == ("closed", 3, 1, "")
    refused = good(liaison("GET", f"{where}/report"))["items"]
    assert [each["row"] for each in refused] == [5]
    report = liaison("GET", f"{where}/report.xlsx", headers={"Accept-Language": "en"})
    lines = list(openpyxl.load_workbook(io.BytesIO(report.content)).worksheets[0].values)
    assert lines[0][:4] == ("Sheet", "Row", "Cell", "Column") and lines[1][1:3] == (5, "F5")
    assert lines[1][0] == "Sheet" and lines[1][3] == "运营者身份证号" and "resident_id" in str(lines[1][7])
    assert liaison("GET", "/v1/outlets/export?category=influencer").json()["errors"][0]["pointer"] == "/reason"
    exported = liaison("GET", "/v1/outlets/export?category=influencer&reason=核对联系人")
    assert exported.headers["Content-Type"] == XLSX
    names = {
        cell for cells in openpyxl.load_workbook(io.BytesIO(exported.content)).worksheets[0].values for cell in cells
    }
    assert {"网红100号", "网红101号", "网红102号"} <= names
    again = upload(liaison, content, key)
    assert (again.json()["id"], again.headers["Idempotent-Replayed"]) == (answer.json()["id"], "true")
    other = upload(liaison, sheet([row(104)]), key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.key_reused")


def laid_out(page: Any) -> None:
    """Headings over two rows, values merged over rows, a filter that hides one."""
    page.merge_cells("A1:K1")
    for letter in "ABCDEF":
        page.merge_cells(f"{letter}2:{letter}3")
        page.merge_cells(f"{letter}4:{letter}5")
    page.merge_cells("G2:K2")
    page.row_dimensions[5].hidden = True


def roster(number: int, **last: Any) -> list[list[Any]]:
    """A list as an office keeps it: one person with two channels, and one whose level is none."""
    profile = {
        "媒体名称": f"名册{number}号", "类别": "网红达人", "运营者姓名": "王小明", "运营者身份证号": identity(number),
        "联系人": "王小明", "联系电话": 13912345678,
    }  # fmt: skip
    channel = {
        "平台": "公众号",
        "级别": "自媒体",
        "账号名称": "名册",
        "账号链接": "https://example.com/1",
        "粉丝数": "１．２万",
    }
    second = {**channel, "平台": "Douyin", "级别": "self", "粉丝数": "3,200人"}
    other = {**profile, "媒体名称": f"名册{number + 1}号", "运营者身份证号": identity(number + 1), **channel, **last}
    blank = [None] * len(profile)
    return [
        ["2026 年媒体名册"], [*profile, "发布渠道", *blank[:4], "统一社会信用代码", "地区", "备注"], [*blank, *channel],
        [*profile.values(), *channel.values(), "", "浦沿", "主号"], [*blank, *second.values(), "", "浦沿", ""],
        [*other.values(), "", "浦沿", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "write"), [(300, lambda file: file), (310, strict)])
def test_a_list_as_an_office_keeps_it_goes_in(liaison: Caller, number: int, write: Any) -> None:
    rows = roster(number, 级别="村级", 粉丝数="10万+")
    content = write(workbook(*rows, title="名册", change=laid_out)).getvalue()
    where = upload(liaison, content).headers["Location"]
    done = ended(liaison, where)
    assert (done["accepted"], done["refused"], done["sheet"], done["ignored"]) == (2, 1, "名册", ["备注"])
    zh, en = (
        good(liaison("GET", f"{where}/report", headers={"Accept-Language": locale}))["items"] for locale in ("zh", "en")
    )
    assert [(row["sheet"], row["row"]) for row in zh] == [("名册", 6)]
    told = {p["cell"]: (p["heading"], p["value"], p["message"], p["example"]) for p in zh[0]["problems"]}
    assert told == {
        "H6": ("级别", "村级", "应为其中之一：中央级、省级、市级、县级、自媒体。", "县级"),
        "K6": ("粉丝数", "10万+", "只给出了下限；应为确切的整数，如 12345。", "12,345"),
    }
    report = openpyxl.load_workbook(io.BytesIO(liaison("GET", f"{where}/report.xlsx").content)).worksheets[0]
    lines = [line[:6] for line in report.iter_rows(min_row=2, values_only=True)]
    assert lines[0] == ("名册", 6, "H6", "级别", "村级", "应为其中之一：中央级、省级、市级、县级、自媒体。")
    assert lines[-1] == ("名册", None, None, "备注", None, "不是应有的列，未读取。")
    assert "Central, Provincial" in en[0]["problems"][0]["message"] and en[0]["problems"][0]["example"] == "County"


@pytest.mark.parametrize(
    ("locale", "words"), [("zh", ("网红达人", "待核验")), ("en", ("Influencer", "Waiting for verification"))]
)
def test_an_export_has_words_and_goes_in_again_unchanged(liaison: Caller, locale: str, words: tuple[str, ...]) -> None:
    number = {"zh": 320, "en": 330}[locale]
    ended(liaison, upload(liaison, sheet([row(number)])).headers["Location"])
    exported = liaison(
        "GET", "/v1/outlets/export?category=influencer&reason=核对联系人", headers={"Accept-Language": locale}
    ).content
    lines = list(openpyxl.load_workbook(io.BytesIO(exported)).worksheets[0].values)
    assert {(line[2], line[15]) for line in lines[1:]} == {words}
    assert not any("_" in str(cell) for line in lines for cell in line)
    again = ended(liaison, upload(liaison, exported).headers["Location"])
    assert (again["accepted"], again["refused"], again["unchanged"]) == (0, 0, len(lines) - 1)


@pytest.mark.parametrize(
    ("content", "code"), [(b"not a sheet", "sheet.not_xlsx"), (sheet([{"name": "a", "phone": "1"}]), "sheet.columns")]
)
def test_what_is_no_sheet_is_refused_at_once(liaison: Caller, content: bytes, code: str) -> None:
    answer = upload(liaison, content)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_only_a_file_is_taken_and_only_from_a_liaison(owner: Caller, liaison: Caller) -> None:
    assert upload(owner, b"").status_code == 403
    assert liaison("POST", "/v1/outlet-imports", json={}).status_code == 415
    nothing = liaison("POST", "/v1/outlet-imports", files={"other": ("a", b"b")})
    assert nothing.json()["errors"][0]["pointer"] == "/file"


def test_an_import_survives_its_gateway(
    settings: dict[str, str], liaison: Caller, served: Served, tmp_path: Path
) -> None:
    """Another gateway takes the upload and is killed; the one that stays goes on after the lease."""
    doomed = Served("tests.gateway.wsgi:doomed()", tmp_path / "log", **settings)
    doomed.start()
    content = sheet([row(number) for number in range(1000, 1800)])
    caller = Caller(doomed.url, Authorization=f"Bearer officer-1/{BUREAU}/liaison")
    where = upload(caller, content).headers["Location"]
    until("the first rows", lambda: good(liaison("GET", where))["accepted"] > 0)
    doomed.kill()
    assert good(liaison("GET", where))["state"] == "open", "it was not killed in the midst of it"
    done = ended(liaison, where)
    assert (done["accepted"] + done["unchanged"], done["refused"]) == (800, 0)
