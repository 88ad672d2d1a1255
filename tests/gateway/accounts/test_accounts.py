"""Accounts: signing up, staff accounts, changes, passwords, the last administrator."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest

from gateway.accounts import bootstrap
from shared.context import POWERS
from shared.ids import new_id
from tests.gateway.accounts.desk import OTHER, PASSWORD, Bureau, Desk, Person, code, form, rules

WISHES: Final = ("nobodys-name", "lijing", "LiJing", "chief", "wangfang", "wangfang", "w" * 64)


def test_somebody_signs_up_and_has_no_role(bureau: Bureau) -> None:
    person = bureau.outsider("WangFang")
    me = person("GET", "/accounts/me").get_json()
    assert (me["login"], me["roles"], me["bureau"]) == ("wangfang", [], bureau.code)
    assert "password" not in me


def test_a_login_name_is_given_once_per_bureau(desk: Desk, bureau: Bureau) -> None:
    bureau.officer("lijing")
    again = bureau.admin("POST", "/accounts", {"login": "LiJing", "name": "李静"})
    assert (again.status_code, code(again)) == (409, "accounts.login_taken")
    assert desk.bureau().officer("lijing").account


def test_who_signs_up_is_not_told_whether_there_is_such_a_name(bureau: Bureau) -> None:
    """The same for one that nobody has, one of an officer, one that somebody else was given before."""
    bureau.officer("lijing")
    answers = [bureau.person()("POST", "/accounts/sign-up", form(wish) | {"bureau": bureau.code}) for wish in WISHES]
    assert [answer.status_code for answer in answers] == [201] * len(WISHES)
    names = [answer.get_json()["login"] for answer in answers]
    assert len(set(names)) == len(names)
    for wish, name in zip(WISHES, names, strict=True):
        assert re.fullmatch(f"{re.escape(wish[:59].casefold())}-[a-z2-9]{{4}}", name)
    told = [{**answer.get_json(), "id": "", "login": "", "created_at": ""} for answer in answers]
    assert all(each == told[0] for each in told)
    assert bureau.person().try_sign_in(names[0]).status_code == 201


def test_a_name_that_is_taken_all_the_same_is_passed_over(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    signs = iter([b"aaaa", b"aaaa", b"bbbb"])
    monkeypatch.setattr("gateway.accounts.logins.secrets.token_bytes", lambda _: next(signs))
    wanted = form("wangfang") | {"bureau": bureau.code}
    names = [bureau.person()("POST", "/accounts/sign-up", wanted).get_json()["login"] for _ in range(2)]
    assert names[0] != names[1]


def test_weak_passwords_and_bad_names_are_told(bureau: Bureau) -> None:
    def told(**fields: str) -> dict[str, str]:
        wanted = {**form("wangfang"), "bureau": bureau.code, **fields}
        return rules(bureau.person()("POST", "/accounts/sign-up", wanted))

    assert told(password="short") == {"/password": "accounts.password_length"}
    assert told(password="123456789123") == {"/password": "accounts.password_common"}
    assert told(password="Password123!") == {"/password": "accounts.password_common"}
    assert told(password="aaaaaaaaaaab") == {"/password": "accounts.password_common"}
    assert told(password="bcdefghijklm") == {"/password": "accounts.password_common"}
    assert told(password="my-WANGFANG-2026") == {"/password": "accounts.password_login"}
    assert told(login="王芳") == {"/login": "accounts.login"}
    assert told(bureau="999999") == {"/bureau": "accounts.bureau_unknown"}
    assert told(bureau="12") == {"/bureau": "accounts.bureau_code"}
    assert told(roles="admin") == {"/roles": "unknown"}


def test_the_bureau_may_be_left_out_only_where_there_is_one(bureau: Bureau, desk: Desk) -> None:
    desk.bureau()
    answer = bureau.person()("POST", "/accounts/sign-up", form("wangfang"))
    assert rules(answer) == {"/bureau": "accounts.bureau_needed"}


def test_fifty_sign_ups_with_one_key_make_one_account(bureau: Bureau, desk: Desk) -> None:
    key, person = {"Idempotency-Key": new_id()}, bureau.person()
    wanted = {**form("wangfang"), "bureau": bureau.code}
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: person("POST", "/accounts/sign-up", wanted, key), range(50)))
    made = {answer.get_json()["id"] for answer in answers if answer.status_code == 201}
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert all(code(answer) == "http.in_progress" for answer in answers if answer.status_code == 409)
    assert len(made) == 1
    assert desk.db["accounts"].count_documents({"bureau": bureau.code, "login": {"$regex": "^wangfang-"}}) == 1
    assert person("POST", "/accounts/sign-up", wanted, key).get_json()["id"] in made
    other = person("POST", "/accounts/sign-up", {**wanted, "name": "别人"}, key)
    assert (other.status_code, code(other)) == (422, "idempotency.key_reused")


def test_a_sign_up_whose_answer_was_lost_finds_its_account(bureau: Bureau, desk: Desk) -> None:
    key, person = {"Idempotency-Key": new_id()}, bureau.person()
    wanted = {**form("wangfang"), "bureau": bureau.code}
    first = person("POST", "/accounts/sign-up", wanted, key).get_json()
    desk.db["idempotency"].delete_many({})  # the process died before it could store the answer
    assert person("POST", "/accounts/sign-up", wanted, key).get_json()["id"] == first["id"]


def test_a_staff_account_begins_with_a_temporary_password(bureau: Bureau) -> None:
    wanted = {"login": "lijing", "name": "李静"}
    made = bureau.admin("POST", "/accounts", wanted)
    assert made.headers["Location"] == f"/v1/accounts/{made.get_json()['id']}"
    temporary = made.get_json()["temporary_password"]
    person = bureau.person()
    assert person.sign_in("lijing", temporary)["must_change_password"] is True
    refused = person("GET", "/accounts")
    assert (refused.status_code, code(refused)) == (403, "auth.must_change_password")
    assert person("GET", "/accounts/me").status_code == 200
    change = {"current": temporary, "new": PASSWORD}
    assert person("PUT", "/accounts/me/password", change).get_json()["must_change_password"] is False
    assert person("GET", "/sessions").status_code == 200
    assert code(person("GET", "/accounts")) == "forbidden.role"


def test_a_lost_answer_to_a_new_account_gives_a_password_that_works(bureau: Bureau, desk: Desk) -> None:
    key, wanted = {"Idempotency-Key": new_id()}, {"login": "lijing", "name": "李静"}
    first = bureau.admin("POST", "/accounts", wanted, key).get_json()
    desk.db["idempotency"].delete_many({})
    again = bureau.admin("POST", "/accounts", wanted, key).get_json()
    assert again["id"] == first["id"]
    assert bureau.person().try_sign_in("lijing", again["temporary_password"]).status_code == 201
    assert bureau.person().try_sign_in("lijing", first["temporary_password"]).status_code == 401


def test_an_account_begins_without_roles(bureau: Bureau) -> None:
    """Who makes it does not say what it may: a security administrator does, who makes none."""
    wanted = {"login": "lijing", "name": "李静", "roles": ["liaison"]}
    assert rules(bureau.admin("POST", "/accounts", wanted)) == {"/roles": "accounts.roles_of_security"}
    assert code(bureau.security("POST", "/accounts", wanted | {"roles": []})) == "forbidden.role"
    assert bureau.admin("POST", "/accounts", wanted | {"roles": []}).get_json()["roles"] == []


def test_outlet_roles_are_not_given_here(bureau: Bureau) -> None:
    change = {"roles": ["outlet_owner"]}
    path = f"/accounts/{bureau.outsider().account}"
    assert rules(bureau.security("PATCH", path, change, {"If-Match": "*"})) == {"/roles/0": "choice"}


def test_roles_are_security_administrators_and_the_rest_is_administrators(bureau: Bureau) -> None:
    officer = bureau.officer("lijing", "liaison")
    path, any_version = f"/accounts/{officer.account}", {"If-Match": "*"}
    refused = bureau.admin("PATCH", path, {"roles": ["leader"]}, any_version)
    assert (refused.status_code, code(refused)) == (403, "accounts.roles_of_security")
    for change in ({"name": "李婧"}, {"disabled": True}, {"roles": ["leader"], "email": "li@example.com"}):
        refused = bureau.security("PATCH", path, change, any_version)
        assert (refused.status_code, code(refused)) == (403, "accounts.details_of_admin")
    # A form sends everything: what stays as it is is no change.
    assert bureau.admin("PATCH", path, {"name": "李婧", "roles": ["liaison"]}, any_version).status_code == 200
    kept = bureau.security("PATCH", path, {"name": "李婧", "roles": ["leader"]}, any_version).get_json()
    assert (kept["name"], kept["roles"]) == ("李婧", ["leader"])
    assert code(bureau.auditor("GET", path)) == code(bureau.auditor("GET", "/accounts")) == "forbidden.role"
    for method, what in (("POST", f"{path}/password-reset"), ("POST", f"{path}/second-factor-reset")):
        assert code(bureau.security(method, what)) == "forbidden.role"


def test_accounts_are_listed_by_login_in_pages_with_filters(bureau: Bureau) -> None:
    for name in ("b-one", "a-two", "c-three"):
        bureau.outsider(name)
    bureau.officer("lijing", "liaison")
    first = bureau.admin("GET", "/accounts?limit=3")
    assert [item["login"] for item in first.get_json()["items"]] == ["a-two", "b-one", "c-three"]
    rest = bureau.admin("GET", first.headers["Link"].split(">")[0][1:].removeprefix("/v1"))
    assert [item["login"] for item in rest.get_json()["items"]] == ["chief", "lijing", "security"]

    def logins(query: str) -> list[str]:
        return [item["login"] for item in bureau.admin("GET", f"/accounts?{query}").get_json()["items"]]

    assert logins("role=liaison") == ["lijing"]
    assert logins("q=B-") == ["b-one"]
    assert logins("q=李") == ["lijing"]
    assert logins("q=.*") == []
    assert logins("disabled=true") == []
    assert code(bureau.admin("GET", "/accounts?cursor=nonsense")) == "cursor.invalid"


def test_roles_change_at_once(bureau: Bureau) -> None:
    officer = bureau.officer("lijing", "liaison")
    path, security = f"/accounts/{officer.account}", bureau.security
    change = {"roles": ["admin"]}
    version = security("GET", path).headers["ETag"]
    assert security("PATCH", path, change).status_code == 428
    assert security("PATCH", path, change, {"If-Match": version}).get_json()["roles"] == ["admin"]
    stale = security("PATCH", path, change, {"If-Match": version})
    assert (stale.status_code, code(stale)) == (412, "version_mismatch")
    # A power begins, and ends, with a sign-in of its own.
    assert code(officer("POST", "/accounts", {})) == "auth.signed_out"
    officer.sign_in("lijing")
    made = officer("POST", "/accounts", {"login": "zhaoli", "name": "赵丽", "roles": []})
    assert made.status_code == 201, made.text
    bureau.give(officer.account)
    refused = officer("POST", "/accounts", {"login": "sunyan", "name": "孙燕", "roles": []})
    assert (refused.status_code, code(refused)) == (401, "auth.signed_out")


def test_other_roles_of_the_bureau_are_those_of_the_session_at_once(bureau: Bureau) -> None:
    officer = bureau.officer("lijing", "liaison")
    assert officer("GET", "/colleagues").status_code == 200
    bureau.give(officer.account, "leader")
    assert officer("GET", "/accounts/me").get_json()["roles"] == ["leader"]


def test_nobody_changes_their_own_roles(bureau: Bureau) -> None:
    security, second = bureau.security, bureau.officer("second", "security_admin")
    path = f"/accounts/{security.account}"
    for roles in ([], ["leader"], ["admin"], ["security_admin", "leader"]):
        assert rules(security("PATCH", path, {"roles": roles}, {"If-Match": "*"})) == {"/roles": "accounts.own_roles"}
    same = security("PATCH", path, {"roles": ["security_admin"]}, {"If-Match": "*"})
    assert same.status_code == 200, same.text
    assert second("PATCH", path, {"roles": ["leader"]}, {"If-Match": "*"}).get_json()["roles"] == ["leader"]


def test_a_power_is_held_alone(bureau: Bureau, desk: Desk) -> None:
    both, admin, security = ["admin", "liaison"], bureau.admin, bureau.security
    officer = bureau.officer("lijing", "liaison", "leader")
    path = f"/accounts/{officer.account}"
    for roles in (both, ["auditor", "leader"], ["security_admin", "liaison"], ["admin", "auditor"], POWERS):
        refused = security("PATCH", path, {"roles": sorted(roles)}, {"If-Match": "*"})
        assert rules(refused) == {"/roles": "accounts.apart"}, roles
    assert "系统管理员" in refused.get_json()["errors"][0]["message"]
    # Who holds both from before is renamed, and loses one of them, without a word about the other.
    desk.db["accounts"].update_one({"_id": officer.account}, {"$set": {"roles": both}})
    renamed = admin("PATCH", path, {"name": "李婧", "roles": both}, {"If-Match": "*"})
    assert (renamed.status_code, renamed.get_json()["roles"]) == (200, both)
    assert security("PATCH", path, {"roles": ["liaison"]}, {"If-Match": "*"}).get_json()["roles"] == ["liaison"]


def test_a_disabled_account_is_out_and_cannot_come_in(bureau: Bureau) -> None:
    officer = bureau.officer("lijing")
    assert (
        bureau.admin("PATCH", f"/accounts/{officer.account}", {"disabled": True}, {"If-Match": "*"}).status_code == 200
    )
    assert code(officer("PUT", "/accounts/me/password", {"current": PASSWORD, "new": OTHER})) == "auth.signed_out"
    assert code(officer("POST", "/sessions/refresh", {"refresh_token": officer.refresh})) == "auth.refresh_invalid"
    refused = officer.try_sign_in("lijing")
    assert (refused.status_code, code(refused)) == (403, "auth.disabled")
    assert code(officer.try_sign_in("lijing", OTHER)) == "auth.sign_in_failed"


def test_the_last_administrator_stays(bureau: Bureau) -> None:
    admin = bureau.admin
    path = f"/accounts/{admin.account}"
    refused = admin("PATCH", path, {"disabled": True}, {"If-Match": "*"})
    assert (refused.status_code, code(refused)) == (409, "accounts.last_admin")
    refused = bureau.security("PATCH", path, {"roles": ["leader"]}, {"If-Match": "*"})
    assert (refused.status_code, code(refused)) == (409, "accounts.last_admin")
    second = bureau.officer("second", "admin")
    bureau.give(admin.account, "leader")
    refused = second("PATCH", f"/accounts/{second.account}", {"disabled": True}, {"If-Match": "*"})
    assert (refused.status_code, code(refused)) == (409, "accounts.last_admin")


def test_the_last_security_administrator_stays(bureau: Bureau) -> None:
    path, closed = f"/accounts/{bureau.security.account}", {"disabled": True}
    refused = bureau.admin("PATCH", path, closed, {"If-Match": "*"})
    assert (refused.status_code, code(refused)) == (409, "accounts.last_admin")
    assert "安全管理员" in refused.get_json()["detail"]
    second = bureau.officer("second", "security_admin")
    assert bureau.admin("PATCH", path, closed, {"If-Match": "*"}).status_code == 200
    refused = bureau.admin("PATCH", f"/accounts/{second.account}", closed, {"If-Match": "*"})
    assert code(refused) == "accounts.last_admin"
    # The trail can wait for who reads it.
    assert bureau.admin("PATCH", f"/accounts/{bureau.auditor.account}", closed, {"If-Match": "*"}).status_code == 200


@pytest.mark.parametrize(("power", "change"), [("admin", {"disabled": True}), ("security_admin", {"roles": []})])
def test_two_of_a_kind_cannot_take_each_other_out(bureau: Bureau, power: str, change: dict[str, Any]) -> None:
    first, second = bureau.admin if power == "admin" else bureau.security, bureau.officer("second", power)
    pairs = [(first, second.account), (second, first.account)]

    def demote(pair: tuple[Person, str]) -> int:
        return pair[0]("PATCH", f"/accounts/{pair[1]}", change, {"If-Match": "*"}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(demote, pairs))
    assert statuses[0] == 200
    assert statuses[1] in {401, 409}
    left = {"bureau": bureau.code, "roles": power, "disabled": False}
    assert bureau.desk.db["accounts"].count_documents(left) == 1


def test_a_new_password_signs_the_others_out(bureau: Bureau) -> None:
    here, there = bureau.officer("lijing"), bureau.person()
    there.sign_in("lijing")
    wrong = here("PUT", "/accounts/me/password", {"current": OTHER, "new": "something else 1"})
    assert rules(wrong) == {"/current": "accounts.password_wrong"}
    same = here("PUT", "/accounts/me/password", {"current": PASSWORD, "new": PASSWORD})
    assert rules(same) == {"/new": "accounts.password_same"}
    assert here("PUT", "/accounts/me/password", {"current": PASSWORD, "new": OTHER}).status_code == 200
    assert here("DELETE", "/sessions/none").status_code == 404
    assert code(there("DELETE", "/sessions/none")) == "auth.signed_out"
    assert here.try_sign_in("lijing").status_code == 401
    assert here.try_sign_in("lijing", OTHER).status_code == 201


def test_a_reset_gives_a_temporary_password_and_ends_every_session(bureau: Bureau) -> None:
    officer = bureau.officer("lijing")
    reset = bureau.admin("POST", f"/accounts/{officer.account}/password-reset").get_json()
    assert reset["must_change_password"] is True
    assert code(officer("DELETE", "/sessions/none")) == "auth.signed_out"
    assert officer.try_sign_in("lijing").status_code == 401
    assert officer.sign_in("lijing", reset["temporary_password"])["must_change_password"] is True
    own = bureau.admin("POST", f"/accounts/{bureau.admin.account}/password-reset")
    assert (own.status_code, code(own)) == (409, "accounts.reset_own")


def test_nothing_of_one_bureau_is_visible_to_another(bureau: Bureau, desk: Desk) -> None:
    stranger, officer = desk.bureau().admin, bureau.officer("lijing")
    path = f"/accounts/{officer.account}"
    for answer in (
        stranger("GET", path),
        stranger("PATCH", path, {"disabled": True}, {"If-Match": "*"}),
        stranger("POST", f"{path}/password-reset"),
    ):
        assert (answer.status_code, code(answer)) == (404, "accounts.unknown")
    assert [item["login"] for item in stranger("GET", "/accounts").get_json()["items"]] == ["chief"]
    assert stranger.try_sign_in("lijing").status_code == 401


def test_one_changes_ones_own_details_and_nothing_else(bureau: Bureau) -> None:
    person = bureau.outsider()
    change = {"name": "王方", "email": "w@example.com", "password": PASSWORD}
    changed = person("PATCH", "/accounts/me", change, {"If-Match": '"1"'})
    assert (changed.get_json()["name"], changed.headers["ETag"]) == ("王方", '"2"')
    assert rules(person("PATCH", "/accounts/me", {"roles": ["admin"]}, {"If-Match": "*"})) == {"/roles": "unknown"}


def test_bootstrap_again_changes_nothing(desk: Desk, bureau: Bureau) -> None:
    again = bootstrap(desk.db, bureau.code, "别名", "CHIEF", None)
    assert (again.created_bureau, again.created_account, again.password) == (False, False, None)
    other = bootstrap(desk.db, bureau.code, "滨江公安", "deputy", None)
    assert other.created_account and other.password
    assert bureau.person().sign_in("deputy", other.password)["must_change_password"] is True


def test_a_role_that_another_version_gave_gives_nothing_and_keeps_nobody_out(bureau: Bureau, desk: Desk) -> None:
    officer = bureau.officer("lijing", "liaison")
    desk.db["accounts"].update_one({"_id": officer.account}, {"$push": {"roles": "archivist"}})
    desk.db["sessions"].update_many({"account": officer.account}, {"$push": {"roles": "archivist"}})
    assert officer("GET", "/accounts/me").get_json()["roles"] == ["liaison"]
    assert officer.sign_in("lijing")["roles"] == ["liaison"]
    assert code(officer("GET", "/accounts")) == "forbidden.role"


def test_business_roles_beside_a_power_from_before_rest_until_somebody_decides(bureau: Bureau, desk: Desk) -> None:
    officer, clerk = bureau.officer("lijing", "liaison"), bureau.officer("chenlu", "leader")
    both = {"$set": {"roles": ["admin", "liaison"]}}
    desk.db["accounts"].update_one({"_id": officer.account}, both)
    desk.db["sessions"].update_many({"account": officer.account}, both)
    # Of the session from before, too; and nobody is kept out.
    assert code(officer("POST", "/outlet-imports")) == "forbidden.role"
    assert officer.sign_in("lijing")["roles"] == ["admin"]
    me = officer("GET", "/accounts/me").get_json()
    assert (me["roles"], me["resting"]) == (["admin", "liaison"], ["liaison"])
    assert officer("GET", "/accounts").status_code == 200
    assert [each["login"] for each in clerk("GET", "/colleagues?role=liaison").get_json()["items"]] == []
    (shown,) = clerk("GET", f"/colleagues?ids={officer.account}").get_json()["items"]
    assert shown["roles"] == ["admin"]
    decided = bureau.give(officer.account, "liaison")
    assert (decided.get_json()["roles"], decided.get_json()["resting"]) == (["liaison"], [])
    assert officer.sign_in("lijing")["roles"] == ["liaison"]
