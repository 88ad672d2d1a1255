"""What the trail says to an administrator who belongs to an outlet besides: who acted on what is theirs it does not."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.audit.kept import RESULTS, ROWS, UNWRITTEN
from gateway.audit.readers import Reader
from gateway.audit.reading import AuditQuery, search
from gateway.audit.results import learnt
from shared.clock import now
from shared.ids import new_id
from tests.gateway.accounts.desk import Bureau, Desk
from tests.gateway.audit.chains import ONE, Db, write
from tests.support.waiting import until

OFFICER, READER, MEMBER, OWN, OTHER, WORK = (new_id() for _ in range(6))
ACTED = {"account": OFFICER, "name": "李静", "roles": ["liaison"], "address": "10.9.9.9", "session": "s1"}
AT_OUTLET = "/v1/outlets/<id:outlet>"


def seen(db: Db, outlets: frozenset[str] | None, **query: Any) -> list[dict[str, Any]]:
    """All rows that a reader of these outlets gets, page by page."""
    found, cursor = [], {}
    while True:
        asked = AuditQuery().load({"limit": 2, **query, **cursor})
        page = search(db, Reader(ONE, READER, outlets), asked)
        assert page["left_out"] is (outlets != frozenset())
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


@pytest.fixture
def filled(db: Db) -> Db:
    """What was done to a work of one's own outlet, to both outlets, to nobody of an outlet, and by whom."""
    write(db, 3, **ACTED, operation="reviews.decide", route="/v1/reviews/<id:item>/decision", object=WORK)
    write(db, 1, **ACTED, operation="outlets.verify", route=f"{AT_OUTLET}/verification", object=OWN)
    member = {"route": f"{AT_OUTLET}/members/<id:account>", "within": OWN, "object": MEMBER}
    write(db, 1, **ACTED, operation="members.remove", **member)
    write(db, 1, **ACTED, operation="outlets.suspend", route=f"{AT_OUTLET}/suspension", object=OTHER)
    write(db, 1, **ACTED, operation="sessions.sign_in", route="/v1/sessions")
    write(db, 1, account=READER, roles=["admin"], operation="submissions.one", object=WORK)
    write(db, 1, account=MEMBER, operation="submissions.hand_in", object=WORK)
    return db


def test_who_belongs_to_no_outlet_reads_every_row(filled: Db) -> None:
    assert len(seen(filled, frozenset())) == 9


def test_who_acted_on_what_is_of_ones_own_outlet_is_not_told_by_any_filter(filled: Db) -> None:
    told = seen(filled, frozenset({OWN}))
    assert sorted(row["operation"] for row in told) == [
        "outlets.suspend", "sessions.sign_in", "submissions.hand_in", "submissions.one"
    ]  # fmt: skip
    for query in ({"object": WORK}, {"object": OWN}, {"object": MEMBER}, {"operation": "reviews.decide"}):
        found = seen(filled, frozenset({OWN}), **query)
        assert OFFICER not in str(found) and "10.9.9.9" not in str(found), query
    by_officer = {row["operation"] for row in seen(filled, frozenset({OWN}), account=OFFICER)}
    assert by_officer == {"outlets.suspend", "sessions.sign_in"}


def test_what_a_result_alone_names_is_not_told_either(filled: Db) -> None:
    (id_,) = write(filled, 1, **ACTED, operation="adjustments.enter", route="/v1/adjustments", object="")
    made = {"row": id_, "status": 201, "ended": now(), "object": new_id()}
    row = filled[ROWS].find_one({"_id": id_})
    assert row is not None
    kept = {"_id": new_id(), "written": UNWRITTEN, "results": [made], "found": learnt(row, made)}
    filled[RESULTS].insert_one(kept)
    assert len(seen(filled, frozenset(), object=made["object"])) == 1
    assert seen(filled, frozenset({OWN}), object=made["object"]) == []


def test_while_it_is_not_known_who_belongs_where_nothing_of_outlets_is_told(filled: Db) -> None:
    told = {row["operation"] for row in seen(filled, None)}
    assert told == {"sessions.sign_in", "submissions.hand_in", "submissions.one"}


def test_over_http_with_the_outlet_service_away_what_officers_did_in_affairs_of_outlets_is_left_out(
    desk: Desk, bureau: Bureau
) -> None:
    officer, work = bureau.officer("lijing", "reviewer_first"), new_id()
    officer("POST", f"/reviews/{work}/claim")
    until("its row", lambda: desk.db[ROWS].count_documents({"object": work}))

    def page() -> Any:
        return bureau.auditor("GET", f"/audit?account={officer.account}").get_json()

    until("the sign-in", lambda: "sessions.sign_in" in str(page()))
    assert page()["left_out"] and work not in str(page())
    assert bureau.auditor("GET", f"/audit?object={work}").get_json()["items"] == []
