"""Names beside ids: the bureau's staff see who somebody is; people of outlets and other bureaus do not."""

from __future__ import annotations

from shared.contracts.fields import MAX_PAGE
from shared.ids import new_id
from tests.gateway.accounts.desk import Bureau, Desk, code, rules


def test_the_staff_is_listed_in_pages_and_by_role(bureau: Bureau) -> None:
    officers = [bureau.officer(f"officer{n}", "liaison" if n % 2 else "leader").account for n in range(4)]
    outsider = bureau.outsider()
    seen: list[dict[str, object]] = []
    query: dict[str, object] = {"limit": 2}
    while True:
        page = bureau.admin("GET", "/colleagues", query_string=query).get_json()
        seen += page["items"]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert [each["id"] for each in seen] == [bureau.admin.account, *officers, bureau.security.account]
    assert outsider.account not in {each["id"] for each in seen}
    leaders = bureau.admin("GET", "/colleagues?role=leader").get_json()["items"]
    assert leaders == [
        {"id": id_, "name": "李静", "roles": ["leader"], "disabled": False} for id_ in (officers[0], officers[2])
    ]


def test_an_officer_finds_the_names_that_belong_to_ids_whoever_they_are(bureau: Bureau, desk: Desk) -> None:
    officer, outsider, foreigner = bureau.officer(), bureau.outsider(), desk.bureau().outsider()
    asked = [officer.account, outsider.account, foreigner.account, "nobody"]
    answer = officer("GET", "/colleagues", query_string={"ids": asked, "limit": 1})
    found = {each["id"]: (each["name"], each["roles"]) for each in answer.get_json()["items"]}
    assert found == {officer.account: ("李静", ["liaison"]), outsider.account: ("王芳", [])}
    assert answer.get_json()["next"] is None
    only_staff = officer("GET", "/colleagues", query_string={"ids": asked, "role": "liaison"}).get_json()["items"]
    assert [each["id"] for each in only_staff] == [officer.account]


def test_who_left_still_has_a_name(bureau: Bureau) -> None:
    gone = bureau.officer("gone")
    bureau.give(gone.account)
    closed = bureau.admin("PATCH", f"/accounts/{gone.account}", {"disabled": True}, {"If-Match": "*"})
    assert closed.status_code == 200
    assert gone.account not in {each["id"] for each in bureau.admin("GET", "/colleagues").get_json()["items"]}
    (found,) = bureau.admin("GET", f"/colleagues?ids={gone.account}").get_json()["items"]
    assert found == {"id": gone.account, "name": "李静", "roles": [], "disabled": True}


def test_people_of_outlets_find_nobody(bureau: Bureau) -> None:
    outsider, officer = bureau.outsider(), bureau.officer()
    for path in ("/colleagues", f"/colleagues?ids={officer.account}", f"/colleagues?ids={outsider.account}"):
        answer = outsider("GET", path)
        assert (answer.status_code, code(answer)) == (403, "forbidden.role")


def test_who_has_the_list_is_told_that_it_is_the_same(bureau: Bureau) -> None:
    first = bureau.admin("GET", "/colleagues")
    again = bureau.admin("GET", "/colleagues", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    officer = bureau.officer()
    changed = bureau.admin("GET", "/colleagues", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert officer.account in {each["id"] for each in changed.get_json()["items"]}


def test_a_query_that_is_none_is_told(bureau: Bureau) -> None:
    many = [new_id() for _ in range(MAX_PAGE + 1)]
    assert rules(bureau.admin("GET", "/colleagues", query_string={"ids": many})) == {"/ids": "length.max"}
    assert rules(bureau.admin("GET", "/colleagues?ids=a+b")) == {"/ids/0": "id"}
    assert rules(bureau.admin("GET", "/colleagues?role=outlet_owner")) == {"/role": "choice"}
    assert rules(bureau.admin("GET", "/colleagues?cursor=x")) == {"/cursor": "cursor.invalid"}
