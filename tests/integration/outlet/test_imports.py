"""Imports by sheet: good rows go in, refused ones are told, a repeat changes nothing."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from services.outlet.sealing import MASKS
from shared.contracts import outlet as contracts
from shared.errors import Conflict, Forbidden, NotFound
from shared.sheets import COLUMNS, chunks, open_sheet, write
from tests.integration.outlet.harness import Harness
from tests.services.outlet.makers import ADMIN, FOREIGN, LEADER, LIAISON, OWNER, credit_code, form, resident_id
from tests.shared.sheets.workbooks import workbook

Row = dict[str, Any]


def cells(number: int, **changes: Any) -> Row:
    """A good row."""
    return {
        "name": f"媒体{number}",
        "category": "self_media",
        "credit_code": credit_code(number),
        "contact_name": "刘勇",
        "phone": "13934841887",
        "region": "浦沿",
        "platform": "weibo",
        "level": "self",
        "account_name": f"媒体{number}",
        "url": "https://example.com/1",
        "followers": number,
    } | changes


def sheet(rows: list[Row], locale: str = "zh") -> io.BytesIO:
    file = io.BytesIO()
    write(file, rows, locale=locale)
    return file


def load(outlets: Harness, file: io.BytesIO, size: int = contracts.MAX_CHUNK) -> Row:
    """What the gateway does with an upload."""
    begun = outlets.call("import_open", LIAISON, {"file": "f1", "file_name": "媒体.xlsx"})
    with open_sheet(file) as opened:
        for rows in chunks(opened.rows, size):
            data = {"import_id": begun["id"], "first_row": rows[0].number, "rows": [row.to_wire() for row in rows]}
            outlets.call("import_rows", LIAISON, data | {"sheet": opened.to_wire()})
    done: Row = outlets.call("import_close", LIAISON, {"import_id": begun["id"]})
    return done


def counts(done: Row) -> tuple[int, int, int]:
    return done["accepted"], done["unchanged"], done["refused"]


def report(outlets: Harness, done: Row) -> list[Row]:
    found: list[Row] = outlets.call("import_report", LEADER, {"import_id": done["id"], "limit": 100})["items"]
    return found


@pytest.mark.parametrize("size", [1, 3, 200])
def test_good_rows_go_in_and_a_repeat_changes_nothing(outlets: Harness, size: int) -> None:
    file = sheet([cells(1), cells(2), cells(1, platform="douyin"), cells(3), cells(1, platform="tv")])
    assert counts(load(outlets, file, size)) == (5, 0, 0)
    told = outlets.told()
    assert told.count("OutletRegistered") == 3 and told.count("ChannelAdded") == 2
    assert told[-1] == "OutletsImported"
    before = list(outlets.db["outlets"].find().sort("_id", 1))
    assert counts(load(outlets, file, size)) == (0, 5, 0)
    assert list(outlets.db["outlets"].find().sort("_id", 1)) == before
    assert outlets.told() == [*told, "OutletsImported"]
    items = outlets.call("search", LEADER, {"sort": "name"})["items"]
    assert [len(item["platforms"]) for item in items] == [3, 1, 1]


def test_refused_rows_are_told_and_stop_no_others(outlets: Harness) -> None:
    rows = [
        cells(1),
        cells(2, phone="1393484188"),
        cells(3, credit_code="91110000600037341M", platform="qq"),
        cells(4, operator_name="王芳", operator_id="11010519491231002"),
        cells(1),
        cells(1, name="别的名字"),
    ]
    done = load(outlets, sheet(rows))
    assert counts(done) == (1, 0, 5)
    told = {
        row["row"]: [(p["cell"], p["column"], p["rule"], p["value"]) for p in row["problems"]]
        for row in report(outlets, done)
    }
    assert told == {
        3: [("H3", "phone", "phone", MASKS["phone"]("1393484188"))],
        4: [
            ("K4", "platform", "cell.word", "qq"),
            ("D4", "credit_code", "credit_code.check_digit", "91110000600037341M"),
        ],
        5: [("F5", "operator_id", "resident_id.format", "1101*********1002")],
        6: [("", "", "row.duplicate", "")],
        7: [("B7", "name", "import.name_differs", "别的名字")],
    }


def test_a_report_says_where_the_columns_stand_in_the_sheet_that_was_read(outlets: Harness) -> None:
    headings = ["备注", "联系电话", *(column.zh for column in COLUMNS if column.required and column.key != "phone")]
    good = cells(1)
    values = [good[column.key] for column in COLUMNS if column.required and column.key != "phone"]
    file = workbook(["媒体名册"], headings, ["x", "12", *values], title="名册")
    done = load(outlets, file)
    assert (done["sheet"], done["ignored"]) == ("名册", ["备注"])
    (row,) = report(outlets, done)
    assert (row["sheet"], row["row"]) == ("名册", 3)
    assert [(p["cell"], p["heading"], p["rule"]) for p in row["problems"]] == [("B3", "联系电话", "phone")]


def test_a_value_that_the_reader_refused_is_shown_as_masked_as_others(outlets: Harness) -> None:
    file = sheet([cells(1)])
    book = openpyxl.load_workbook(file)
    book.worksheets[0]["H2"] = 13934841887139350
    out = io.BytesIO()
    book.save(out)
    (row,) = report(outlets, load(outlets, out))
    (problem,) = row["problems"]
    assert (problem["rule"], problem["value"]) == ("cell.precision", MASKS["phone"]("13934841887139350"))
    assert problem["value"] != "13934841887139350"


def test_a_report_from_before_sheets_were_kept_is_still_read(outlets: Harness) -> None:
    done = load(outlets, sheet([cells(1, phone="12")]))
    outlets.db["imports"].update_one({"_id": done["id"]}, {"$unset": {"sheet": ""}})
    (row,) = report(outlets, done)
    assert (row["sheet"], row["row"], row["problems"][0]["cell"]) == ("", 2, "")
    assert outlets.call("import_status", LEADER, {"import_id": done["id"]})["ignored"] == []


def test_a_chunk_taken_twice_counts_once(outlets: Harness) -> None:
    begun = outlets.call("import_open", LIAISON, {"file": "f1", "file_name": "x"})
    values = {name: str(value) for name, value in cells(1).items()}
    data = {"import_id": begun["id"], "first_row": 2, "rows": [{"row": 2, "values": values}]}
    for _ in range(2):
        assert counts(outlets.call("import_rows", LIAISON, data)) == (1, 0, 0)
    assert counts(outlets.call("import_status", LEADER, {"import_id": begun["id"]})) == (1, 0, 0)


def test_an_import_ends_once_and_takes_nothing_after(outlets: Harness) -> None:
    begun = outlets.call("import_open", LIAISON, {"file": "f1", "file_name": "x"})
    on = {"import_id": begun["id"]}
    assert outlets.call("import_close", LIAISON, on) == outlets.call("import_close", LIAISON, on)
    assert outlets.told() == ["OutletsImported"]
    with pytest.raises(Conflict):
        outlets.call("import_rows", LIAISON, {**on, "first_row": 2, "rows": [{"row": 2, "values": {}}]})


def test_an_import_that_is_given_up_says_why(outlets: Harness) -> None:
    begun = outlets.call("import_open", LIAISON, {"file": "f1", "file_name": "x"})
    ended = outlets.call("import_close", LIAISON, {"import_id": begun["id"], "aborted": "sheet.broken"})
    assert (ended["state"], ended["aborted"]) == ("aborted", "sheet.broken")
    assert outlets.told() == []
    assert [item["id"] for item in outlets.call("imports", LEADER)["items"]] == [begun["id"]]
    assert (outlets.call("imports", LEADER)["may"], outlets.call("imports", LIAISON)["may"]) == ([], ["import"])


def test_who_may_import_and_export(outlets: Harness) -> None:
    for actor in (OWNER, LEADER, ADMIN):
        with pytest.raises(Forbidden):
            outlets.call("import_open", actor, {"file": "f1", "file_name": "x"})
    begun = outlets.call("import_open", LIAISON, {"file": "f1", "file_name": "x"})
    with pytest.raises(NotFound):
        outlets.call("import_status", FOREIGN, {"import_id": begun["id"]})
    with pytest.raises(Forbidden):
        outlets.call("export_page", OWNER)


def export(outlets: Harness, actor: Any) -> list[Row]:
    rows: list[Row] = []
    cursor: Row = {}
    while True:
        page = outlets.call("export_page", actor, {"limit": 2, **cursor})
        rows += page["items"]
        if page["next"] is None:
            return rows
        cursor = {"cursor": page["next"]}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_an_export_is_an_import_that_changes_nothing(outlets: Harness, locale: str) -> None:
    load(outlets, sheet([cells(n) for n in range(1, 6)] + [cells(1, platform="tv")]))
    person = {"operator": {"name": "王芳", "id_number": resident_id()}, "name": "=1+1", "channels": []}
    outlets.call("register", OWNER, {k: v for k, v in form(**person).items() if k != "credit_code"})
    for actor in (LIAISON, LEADER):
        rows = export(outlets, actor)
        assert len(rows) == 7
        assert counts(load(outlets, sheet(rows, locale))) == (0, 7, 0)


def test_phones_are_exported_in_full_for_a_liaison_alone(outlets: Harness) -> None:
    load(outlets, sheet([cells(1)]))
    assert {row["phone"] for row in export(outlets, LIAISON)} == {"13934841887"}
    assert {row["phone"] for row in export(outlets, LEADER)} == {"139****1887"}


def test_phones_of_a_closed_outlet_are_exported_in_full_for_nobody(outlets: Harness) -> None:
    load(outlets, sheet([cells(1)]))
    on = {"outlet": outlets.call("search", LIAISON)["items"][0]["id"]}
    outlets.call("close", LIAISON, {**on, "reason": "停更"})
    assert {row["phone"] for row in export(outlets, LIAISON)} == {"139****1887"}


def test_an_imported_outlet_gets_its_owner_by_invitation(outlets: Harness) -> None:
    load(outlets, sheet([cells(1)]))
    on = {"outlet": outlets.call("search", LIAISON)["items"][0]["id"]}
    outlets.person("owner")
    one = outlets.call("invite", LIAISON, {**on, "role": "outlet_owner", "account": "owner"})
    joined = outlets.call("accept_invitation", OWNER, {**on, "invitation": one["id"]})
    assert joined["members"][0]["role"] == "outlet_owner"


def test_a_chunk_asks_the_database_once_for_all_its_rows(outlets: Harness) -> None:
    """Reads of a chunk do not grow with its rows."""
    file = sheet([cells(n) for n in range(1, 201)])
    before = outlets.db.command("serverStatus")["opcounters"]["query"]
    assert counts(load(outlets, file)) == (200, 0, 0)
    assert outlets.db.command("serverStatus")["opcounters"]["query"] - before < 20
