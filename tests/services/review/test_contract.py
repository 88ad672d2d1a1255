"""Contract, service, stored documents and messages agree; lists go on where they stopped."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest

from services.review import shipped
from services.review.domain import new_code, read_code
from services.review.repository.documents import policy_document, policy_of, review_document, review_of
from services.review.service import ReviewService
from services.review.wording import ADVICE
from shared.context import Role
from shared.contracts import review as contracts
from shared.contracts.review_terms import FindingRule
from shared.errors import Forbidden, Invalid, NotFound
from tests.services.review.desk import COMMANDS, FINAL, FIRST, LEADER, QUERIES, Desk
from tests.services.stage import BUREAU, asking
from tests.services.texts import codes, messages, values_named
from tests.support.services import OF_EVERY

HEARD = {
    "account_changed",
    "outlet_changed",
    "submitted",
    "revised",
    "withdrawn",
    "published",
    "remind",
    "recount",
    "workdays_adopted",
    "tell_word_lists",
    "end_proposals",
    *OF_EVERY,
}
RAISING = ("services/review", "shared/contracts/review", "shared/working_time.py")
SHARED = {"validation", "concurrent_change", "cursor.invalid", "required", "range.order"}


@pytest.mark.parametrize("method", [*COMMANDS, *QUERIES])
def test_the_service_has_every_method_of_the_contract(method: str) -> None:
    kind, schema = ("command", COMMANDS[method]) if method in COMMANDS else ("query", QUERIES[method])
    source = inspect.getsource(getattr(ReviewService, method).__wrapped__)
    assert f"@{kind}(contracts.{schema.__name__})" in source


def test_the_contract_has_every_method_of_the_service() -> None:
    decorated = {name for name, member in inspect.getmembers(ReviewService) if hasattr(member, "nameko_entrypoints")}
    assert decorated - HEARD == set(COMMANDS) | set(QUERIES)


def test_every_code_has_a_message_in_both_languages_and_none_is_left_over() -> None:
    zh, en = messages("zh", "review"), messages("en", "review")
    # `<key>.over` is what a code says when nothing can be done any more.
    raised = {code.removesuffix(".over") for code in zh}
    assert codes("services/review", "shared/contracts/review", "shared/working_time.py") - SHARED == raised and set(
        zh
    ) == set(en)
    assert all(zh.values()) and all(en.values())
    for code in zh:
        assert values_named(zh[code]) == values_named(en[code]), code


def test_every_rule_has_its_advice() -> None:
    assert {locale: set(texts) for locale, texts in ADVICE.items()} == {key: set(FindingRule) for key in ("zh", "en")}


def test_a_policy_is_the_same_after_a_stay_in_the_database(desk: Desk) -> None:
    policy = shipped.policy()
    desk.stage.db["policies"].insert_one(policy_document("p", BUREAU, policy))
    assert policy_of(desk.stage.db["policies"].find_one({"_id": "p"}) or {}) == policy


def test_a_code_is_read_in_any_spelling_and_any_slip_is_noticed() -> None:
    code = new_code(BUREAU)
    plain = code.replace("-", "")
    assert len({new_code(BUREAU) for _ in range(200)}) == 200
    for text in (plain, plain.lower(), code.replace("0", "O").replace("1", "l")):
        assert read_code(text) == code
    for place in range(len(plain)):
        for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            if sign != plain[place]:
                assert read_code(plain[:place] + sign + plain[place + 1 :]) is None
        if place and plain[place] != plain[place - 1]:
            swapped = plain[: place - 1] + plain[place] + plain[place - 1] + plain[place + 1 :]
            assert read_code(swapped) is None
    for text in ("", plain[:-1], plain + "0", "U" * 22, "一" * 22):
        assert read_code(text) is None


def test_a_permit_is_nobodys_business_without_its_code(desk: Desk) -> None:
    done = desk.approved()
    code = done["permit"]
    with pytest.raises(NotFound):
        desk.ask("permit", asking("", bureau="330108"), code=code)
    for wrong in (new_code(BUREAU), code[:-1], "1"):
        with pytest.raises(NotFound):
            desk.ask("permit", asking(""), code=wrong)
    with pytest.raises(Invalid):
        desk.ask("permit", asking(""), code="<x>")
    with pytest.raises(Forbidden):
        desk.ask("permits", asking("writer"))
    liaison = asking("liaison", Role.LIAISON)
    (listed,) = desk.ask("permits", liaison, state="valid", outlet="o1", year=done["updated_at"].year)["items"]
    assert (listed["code"], listed["review"], listed["state"]) == (code, done["id"], "valid")
    assert desk.ask("permits", liaison, state="revoked")["items"] == []


def test_the_queue_goes_on_by_due_time(desk: Desk) -> None:
    made = [desk.opened()["id"] for _ in range(5)]
    due = {id_: desk.ask("get", review=id_)["due_at"] - timedelta(hours=number) for number, id_ in enumerate(made)}
    for id_, moment in due.items():
        desk.stage.db["reviews"].update_one({"_id": id_}, {"$set": {"due_at": moment}})
    first = desk.ask("queue", FIRST, stage="first", limit=2)
    second = desk.ask("queue", FIRST, stage="first", limit=2, cursor=first["next"])
    third = desk.ask("queue", FIRST, stage="first", limit=2, cursor=second["next"])
    shown = [item["id"] for each in (first, second, third) for item in each["items"]]
    assert shown == sorted(made, key=lambda id_: due[id_]) and third["next"] is None
    assert [item["id"] for item in desk.ask("queue", FIRST)["items"]] == shown
    assert len(desk.ask("queue", LEADER)["items"]) == 5
    with pytest.raises(Invalid):
        desk.ask("queue", FIRST, cursor="WzEsMl0")


def test_lists_are_filtered_and_paged(desk: Desk) -> None:
    done = desk.approved()
    made = [desk.opened(outlets=("o2",))["id"] for _ in range(3)]
    listed = desk.ask("search", outlet="o2", limit=2)
    rest = desk.ask("search", outlet="o2", limit=2, cursor=listed["next"])
    assert [item["id"] for item in listed["items"] + rest["items"]] == made[::-1]
    for chosen, count in (
        ({"status": "approved"}, 1),
        ({"status": "open", "stage": "first"}, 3),
        ({"stage": "final"}, 0),
        ({"kind": "golden_idea"}, 0),
        ({"sensitivity": "normal"}, 4),
        ({"submission": done["submission"]}, 1),
        ({}, 4),
    ):
        assert len(desk.ask("search", **chosen)["items"]) == count
    history = desk.ask("history", FINAL, review=done["id"], limit=3)
    more = desk.ask("history", FINAL, review=done["id"], limit=3, cursor=history["next"])
    assert [row["act"] for row in history["items"] + more["items"]] == ["decide", "claim", "decide", "claim", "open"]


def test_what_is_stored_reads_back_the_same(desk: Desk) -> None:
    desk.approved(conditions=["署名完整"])
    desk.opened("电话 13912345678")
    thought = desk.opened(kind="golden_idea")
    desk.do("assess", FIRST, review=thought["id"], novelty=1, feasibility=2, benefit=4)
    found = list(desk.stage.db["reviews"].find())
    assert len(found) == 3
    for document in found:
        review = review_of(document)
        assert review_of(review_document(review)) == review
    assert {"ReviewView", "PublicPermitView"} <= set(contracts.__all__)
