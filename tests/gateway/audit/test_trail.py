"""The audit trail: what is written of a request, and that nothing changes without it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from pymongo.errors import AutoReconnect

from gateway.audit import Trail
from gateway.audit.kept import RESULTS, Document
from gateway.audit.readers import Reader
from gateway.audit.reading import AuditQuery, search
from gateway.audit.rows import made_by_the_system
from gateway.audit.sealing import seal
from shared.clock import now
from shared.ids import new_id
from tests.gateway.accounts.desk import OTHER, Bureau, Desk, code, form
from tests.support.trail import trail
from tests.support.waiting import until


def rows(desk: Desk, **match: Any) -> list[Document]:
    """The rows with a result."""
    return [row for row in trail(desk.db, **match) if row["ended"] is not None]


def test_a_change_is_told_with_who_what_where_and_result(desk: Desk, bureau: Bureau) -> None:
    officer = bureau.officer("lijing")
    request, key = new_id(), new_id()
    headers = {"X-Request-Id": request, "Idempotency-Key": key, "User-Agent": "test/1", "If-Match": "*"}
    bureau.admin("PATCH", f"/accounts/{officer.account}", {"name": "李晶"}, headers)
    (row,) = until("the row", lambda: rows(desk, client_request=request))
    assert row["request"] and row["request"] != request, "its caller's word is kept beside the id, and is not the id"
    assert (row["account"], row["bureau"], row["roles"]) == (bureau.admin.account, bureau.code, ["admin"])
    assert (row["method"], row["operation"]) == ("PATCH", "accounts.change")
    assert (row["route"], row["object"]) == ("/v1/accounts/<id:account>", officer.account)
    assert (row["address"], row["agent"], row["status"]) == (bureau.admin.address, "test/1", 200)
    assert row["session"] and row["traceparent"] and row["at"] <= row["ended"]
    assert key not in str(row) and len(row["key"]) == 64


def test_a_request_is_found_by_its_id_and_by_what_its_caller_called_it(desk: Desk, bureau: Bureau) -> None:
    name, officer = f"my.request-{new_id()[-8:]}", bureau.officer("lijing")
    answers = [bureau.admin("POST", "/accounts", {"login": "x"}, {"X-Request-Id": name}) for _ in range(2)]
    officer("POST", "/accounts", {"login": "x"}, {"X-Request-Id": new_id()})
    assert [answer.get_json()["client_request"] for answer in answers] == [name, name]
    ids = [answer.headers["X-Request-Id"] for answer in answers]
    until("the rows", lambda: len(rows(desk, client_request=name)) == 2)

    def found(request: str, **more: str) -> list[str]:
        told = bureau.auditor("GET", "/audit", query_string={"request": request, **more}).get_json()
        return [each["request"] for each in told["items"]]

    assert found(name) == ids[::-1]
    assert [found(id_) for id_ in ids] == [[id_] for id_ in ids]
    assert found(name, operation="outlets.verify") == found(name, account=officer.account) == found(new_id()) == []
    first = bureau.auditor("GET", "/audit", query_string={"request": name, "limit": "1"}).get_json()
    assert found(name, limit="1", cursor=first["next"]) == ids[:1]
    assert desk.bureau().auditor("GET", "/audit", query_string={"request": name}).get_json()["items"] == []


def test_what_was_made_is_named(desk: Desk, bureau: Bureau) -> None:
    account = bureau.outsider("wangfang").account
    (row,) = until("the row", lambda: rows(desk, operation="accounts.sign_up", bureau=bureau.code))
    assert (row["object"], row["account"], row["status"]) == (account, account, 201)


def test_refusals_are_told_with_their_reason(desk: Desk, bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    person("POST", "/accounts", {"login": "x", "name": "x"})
    (row,) = until("the row", lambda: rows(desk, operation="accounts.create", account=person.account))
    assert (row["status"], row["reason"]) == (403, "forbidden.role")
    person.try_sign_in("wangfang", OTHER)
    (row,) = until("the row", lambda: rows(desk, operation="sessions.sign_in", bureau=bureau.code, status=401))
    assert (row["account"], row["reason"]) == (person.account, "auth.sign_in_failed")
    person("POST", "/sessions/refresh", {"refresh_token": person.refresh})
    person("POST", "/sessions/refresh", {"refresh_token": person.refresh})
    (row,) = until("the row", lambda: rows(desk, operation="sessions.refresh", bureau=bureau.code, status=401))
    assert (row["account"], row["reason"]) == (person.account, "auth.refresh_reused")


def test_attempts_of_nobody_are_on_record_too(desk: Desk, bureau: Bureau) -> None:
    request = new_id()
    headers = {"X-Request-Id": request, "Authorization": "Bearer forged"}
    assert bureau.person()("POST", "/accounts", {}, headers).status_code == 401
    (row,) = until("the row", lambda: rows(desk, client_request=request))
    assert (row["bureau"], row["account"], row["status"], row["reason"]) == ("", "", 401, "auth.token_invalid")


def test_reads_are_not_told_and_secrets_never(desk: Desk, bureau: Bureau) -> None:
    bureau.admin("GET", "/colleagues")
    person = bureau.outsider("wangfang")
    until("the row", lambda: rows(desk, operation="accounts.sign_up", bureau=bureau.code))
    assert desk.db["audit"].count_documents({"method": "GET", "bureau": bureau.code}) == 0
    told = str(list(desk.db["audit"].find({"bureau": bureau.code})))
    assert all(secret not in told for secret in (form("")["password"], person.token, person.refresh))


def test_a_look_at_accounts_is_told(desk: Desk, bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    assert bureau.admin("GET", "/accounts").status_code == 200
    assert bureau.admin("GET", f"/accounts/{person.account}").status_code == 200
    assert person("GET", "/accounts").status_code == 403

    def told(operation: str) -> set[tuple[str, str, int]]:
        return {
            (row["account"], row["object"], row["status"])
            for row in rows(desk, operation=operation, bureau=bureau.code)
        }

    listed = until("both rows", lambda: found if len(found := told("accounts.accounts")) == 2 else None)
    assert listed == {(bureau.admin.account, "", 200), (person.account, "", 403)}
    (row,) = until("the row", lambda: rows(desk, operation="accounts.get", bureau=bureau.code))
    assert (row["account"], row["object"], row["status"]) == (bureau.admin.account, person.account, 200)


# What has names, phones or addresses of many people in it.
SENSITIVE = {
    "accounts.accounts", "accounts.get", "members.members", "imports.report", "imports.report_sheet", "imports.export",
    "activities.sign_ups", "exports.replies", "exports.submissions", "exports.requests", "audit.audit",
}  # fmt: skip


def test_every_look_at_lists_of_people_is_told(desk: Desk) -> None:
    told = {
        name
        for name, view in desk.app.view_functions.items()
        if getattr(view, "declared", None) and view.declared.audited
    }
    assert told >= SENSITIVE


class Away:
    """A collection whose server is away."""

    def insert_many(self, *_: Any, **__: Any) -> None:
        raise AutoReconnect("away")


def test_without_the_trail_nothing_is_changed(desk: Desk, bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.runtime.trail, "_rows", Away())
    answer = bureau.person()("POST", "/accounts/sign-up", {**form("wangfang"), "bureau": bureau.code})
    assert (answer.status_code, code(answer)) == (503, "audit.unavailable")
    assert int(answer.headers["Retry-After"]) >= 1
    assert desk.db["accounts"].count_documents({"bureau": bureau.code}) == 1


def test_results_wait_for_the_database_and_are_not_lost(
    desk: Desk, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = desk.runtime.trail._results
    real, failures = results._kept, []

    class Shaky:
        """Arrives nowhere first, then without an answer."""

        def insert_one(self, document: Document) -> Any:
            failures.append(document["_id"])
            if len(failures) == 2:
                real.insert_one(document)
            if len(failures) < 3:
                raise AutoReconnect("away")
            return real.insert_one(document)

    monkeypatch.setattr(results, "_kept", Shaky())
    bureau.person()("POST", "/accounts/sign-up", {**form("wangfang"), "bureau": bureau.code})
    (row,) = until("the row", lambda: rows(desk, operation="accounts.sign_up", bureau=bureau.code))
    assert row["status"] == 201
    until("the third try", lambda: len(failures) >= 3)
    assert len(set(failures[:3])) == desk.db[RESULTS].count_documents({"results.row": row["_id"]}) == 1


def test_closing_writes_what_is_queued(desk: Desk) -> None:
    writing = Trail(desk.db)
    writing.start()
    entries = [writing.begin(blank()) for _ in range(20)]
    for entry in entries:
        entry.finish(200, "x")
    writing.close()
    assert len(trail(desk.db, bureau="990000", status=200, object="x")) == 20
    assert desk.db[RESULTS].count_documents({"results.row": entries[0]._row["_id"], "results": {"$size": 20}}) == 1


def blank() -> Document:
    """A row of nothing in particular."""
    row = made_by_the_system("990000", "test", "")
    return {name: value for name, value in row.items() if name not in ("status", "ended", "reason")}


def test_an_auditor_reads_the_bureaus_trail(desk: Desk, bureau: Bureau) -> None:
    officer = bureau.officer("lijing")
    stranger = desk.bureau()
    until("the row", lambda: rows(desk, operation="accounts.change_password", bureau=bureau.code))
    # Of a sign-in the bureau is known at its end.
    until("the stranger's", lambda: rows(desk, operation="sessions.sign_in", bureau=stranger.code))

    def operations(query: str) -> list[str]:
        answer = bureau.auditor("GET", f"/audit?{query}")
        assert answer.status_code == 200, answer.text
        return [item["operation"] for item in answer.get_json()["items"]]

    assert operations("limit=100")[-1] == "sessions.sign_in"
    assert operations("operation=accounts.create") == ["accounts.create"]
    assert set(operations(f"account={officer.account}")) == {"sessions.sign_in", "accounts.change_password"}
    assert operations(f"object={officer.account}") == [
        "accounts.change_password", "accounts.change", "accounts.create",
    ]  # fmt: skip
    assert operations("until=2020-01-01T00:00:00Z") == []
    until_now = f"until={quote(now().isoformat())}"
    everything = operations(f"since=2020-01-01T00:00:00Z&limit=100&{until_now}")
    first = bureau.auditor("GET", f"/audit?limit=2&{until_now}")
    paged = [item["operation"] for item in first.get_json()["items"]]
    while link := first.headers.get("Link"):
        first = bureau.auditor("GET", link.split(">")[0][1:].removeprefix("/v1"))
        paged += [item["operation"] for item in first.get_json()["items"]]
    assert paged == everything
    seen = stranger.auditor("GET", "/audit?limit=100").get_json()["items"]
    assert {item["operation"] for item in seen} == {"sessions.sign_in", "accounts.appoint", "audit.audit"}
    assert {code(person("GET", "/audit")) for person in (officer, bureau.admin, bureau.security)} == {"forbidden.role"}
    assert code(bureau.auditor("GET", "/audit?cursor=!!")) == "cursor.invalid"


def test_a_look_at_the_trail_is_on_it(bureau: Bureau) -> None:
    bureau.auditor("GET", f"/audit?object={new_id()}")
    looks = bureau.auditor("GET", "/audit?operation=audit.audit&limit=1&since=2020-01-01T00:00:00Z").get_json()
    assert [look["account"] for look in looks["items"]] == [bureau.auditor.account]


def test_of_a_part_the_trail_says_what_it_is_a_part_of_and_finds_it_by_that(desk: Desk, bureau: Bureau) -> None:
    bulletin, file = new_id(), new_id()
    bureau.auditor("GET", f"/bulletins/{bulletin}/attachments/{file}")
    until("its row", lambda: rows(desk, bureau=bureau.code, operation="bulletins.*"))
    (found,) = bureau.auditor("GET", f"/audit?object={bulletin}").get_json()["items"]
    assert (found["object"], found["within"]) == (file, bulletin)
    assert bureau.auditor("GET", f"/audit?object={file}").get_json()["items"] == [found]


def test_of_a_part_of_a_request_it_says_to_officers_alone_which_request_it_is(desk: Desk, bureau: Bureau) -> None:
    request, file = new_id(), new_id()
    officer, outsider = bureau.officer("lijing"), bureau.outsider("zhaoliu")
    for person in (officer, outsider):
        person("GET", f"/requests/{request}/files/{file}")
    until("both rows", lambda: len(rows(desk, bureau=bureau.code, operation="requests.file")) == 2)
    # As an auditor of no outlet reads it; here nobody knows who belongs to one.
    reader = Reader(bureau.code, bureau.auditor.account)
    (found,) = search(desk.db, reader, AuditQuery().load({"object": request}))["items"]
    assert found["account"] == officer.account
    assert search(desk.db, reader, AuditQuery().load({"object": file}))["items"] == []


def test_operations_have_names_and_the_chain_is_looked_at(desk: Desk, bureau: Bureau) -> None:
    bureau.outsider("wangfang")
    until("settled", lambda: rows(desk, operation="accounts.sign_up", bureau=bureau.code))
    seal(desk.runtime.chains)  # or the gateway's own sealer was faster
    until("sealed", lambda: bureau.auditor("GET", "/audit/chain").get_json()["rows"])
    whole = bureau.auditor("GET", "/audit/chain").get_json()
    assert (whole["whole"], whole["complete"], whole["findings"], whole["first"]) == (True, True, [], 1)
    first = next(row for row in trail(desk.db, bureau=bureau.code) if row["seq"] == 1)
    desk.db["audit"].update_one({"_id": first["_id"]}, {"$set": {"object": "another"}})
    told = bureau.auditor("GET", "/audit/chain", None, {"Accept-Language": "en"}).get_json()
    assert not told["whole"]
    assert [(each["damage"], each["seq"], each["message"]) for each in told["findings"]] == [
        ("altered", 1, "A row was changed")
    ]
    for language, name in (("zh", "注册账号"), ("en", "Sign up")):
        asked = bureau.auditor("GET", "/audit/operations", None, {"Accept-Language": language})
        found = asked.get_json()["operations"]
        assert found["accounts.sign_up"] == name
        assert all(found.values()) and found["files.collect"] != "operation.files.collect"
    assert code(bureau.officer("lijing")("GET", "/audit/chain")) == "forbidden.role"
