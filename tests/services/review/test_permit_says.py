"""What a permit says beside its number: where the work is to appear, and on which conditions."""

from __future__ import annotations

from tests.services.review.desk import Desk
from tests.services.review.makers import MOBILE
from tests.services.stage import asking


def test_a_permit_says_where_it_is_to_appear_and_on_which_conditions(desk: Desk) -> None:
    review = desk.opened(planned=("滨江发布微信公众号", f"热线{MOBILE}"))
    assert review["planned"] == ["滨江发布微信公众号", f"热线{MOBILE}"]
    done = desk.approved(review, conditions=["不得改动标题", f"有疑问打{MOBILE}"])
    shown = desk.ask("permits")["items"][0]
    assert list(shown["planned"]) == review["planned"]
    assert list(shown["conditions"]) == ["不得改动标题", f"有疑问打{MOBILE}"]
    public = desk.ask("permit", asking(""), code=done["permit"])
    assert public["planned"][0] == "滨江发布微信公众号" and public["conditions"][0] == "不得改动标题"
    assert MOBILE not in str(public), "numbers of people are masked for anybody"


def test_one_from_before_says_neither(desk: Desk) -> None:
    done = desk.approved()
    desk.stage.db["permits"].update_many({}, {"$unset": {"planned": "", "conditions": ""}})
    desk.stage.db["reviews"].update_many({}, {"$unset": {"planned": ""}})
    assert desk.ask("permit", asking(""), code=done["permit"])["planned"] == []
    assert desk.ask("get", review=done["id"])["planned"] == []
