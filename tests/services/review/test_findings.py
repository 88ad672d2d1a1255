"""Findings on the real database: settled before a pass, by word lists in versions, among earlier submissions."""

from __future__ import annotations

from typing import Any

import pytest

from services.review.domain.screening.findings import MOST
from services.review.service import ReviewService
from shared.context import Role
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events import ReviewOpened, WordListAdopted
from tests.services.review.desk import FINAL, FIRST, KEEPER, SECOND, Desk, withdrawn
from tests.services.review.makers import MOBILE, NOW, RESIDENT_ID, prose
from tests.services.stage import asking


def listed(desk: Desk, *words: str, level: str = "banned", name: str = "banned", **more: Any) -> Any:
    given = [{"word": word} for word in words]
    return desk.adopt("propose_word_list", KEEPER, list=name, title="词表", level=level, words=given, **more)


def tell(desk: Desk) -> int:
    """Tell of lists that nobody was told of; gives how many there were."""
    jobs = list(ReviewService.tell_word_lists.__wrapped__(desk.stage.service, NOW))  # type: ignore[attr-defined]
    for key, run in jobs:
        desk.stage.run(key, run)
    return len(jobs)


def rules(review: Any) -> list[str]:
    return [str(each["rule"]) for each in review["findings"]]


def test_the_first_stage_passes_once_every_finding_is_settled(desk: Desk) -> None:
    review = desk.opened(f"值班电话 {MOBILE}，另一部 {MOBILE}")
    assert (rules(review), review["findings_open"]) == (["phone", "phone"], 2)
    assert desk.told(ReviewOpened)[0].findings == 2
    desk.do("claim", FIRST, review=review["id"])
    with pytest.raises(Conflict, match=r"findings_open.*2"):
        desk.do("decide", FIRST, review=review["id"], decision="pass")
    seen = desk.do("dismiss_finding", FIRST, review=review["id"], finding="f1", reason="公开电话")
    first = seen["findings"][0]
    assert (first["state"], first["by"], first["reason"]) == ("dismissed", "first", "公开电话")
    desk.do("confirm_finding", FIRST, review=review["id"], finding="f2", reason="个人电话")
    with pytest.raises(Conflict, match=r"findings_confirmed.*phone"):
        desk.do("decide", FIRST, review=review["id"], decision="pass")
    desk.do("dismiss_findings", FIRST, review=review["id"], findings=["f1", "f2"], reason="均为公开电话")
    assert desk.do("decide", FIRST, review=review["id"], decision="pass")["stage"] == "final"


def test_what_screening_had_no_room_for_is_not_passed_unseen(desk: Desk) -> None:
    """Three hundred numbers to dismiss do not hide the one after them; sensitive words, which never block, may."""
    listed(desk, "警", level="sensitive", name="sensitive")
    for body, passes in ((f"{MOBILE}\n" * (MOST + 1), False), ("警。" * (MOST + 1), True)):
        review = desk.opened(body)
        ids = [each["id"] for each in review["findings"]]
        desk.do("claim", FIRST, review=review["id"])
        for some in (ids[:200], ids[200:]):
            desk.do("dismiss_findings", FIRST, review=review["id"], findings=some, reason="均为公开电话")
        if passes:
            assert desk.do("decide", FIRST, review=review["id"], decision="pass")["stage"] == "final"
            continue
        with pytest.raises(Conflict, match=r"findings_open.*1"):
            desk.do("decide", FIRST, review=review["id"], decision="pass")
        back = desk.do("decide", FIRST, review=review["id"], decision="changes", reason="号码太多")
        assert back["status"] == "changes_requested"


def test_what_was_confirmed_must_leave_the_text(desk: Desk) -> None:
    fact = desk.submitted(f"嫌疑人 {RESIDENT_ID}")
    desk.hear(fact)
    (item,) = desk.ask("queue", FIRST)["items"]
    desk.do("claim", FIRST, review=item["id"])
    desk.do("confirm_finding", FIRST, review=item["id"], finding="f1", reason="当事人")
    back = desk.do("decide", FIRST, review=item["id"], decision="changes", reason="删去身份证号")
    assert back["status"] == "changes_requested"
    desk.hear(desk.submitted("嫌疑人某某", id=fact.submission.id, round=2, revision=2))
    (again,) = desk.ask("queue", FIRST)["items"]
    assert (again["round"], again["findings_open"]) == (2, 0)
    assert desk.decide(again, FIRST)["stage"] == "final"


def test_a_later_stage_may_judge_a_finding_otherwise(desk: Desk) -> None:
    review = desk.opened(f"电话 {MOBILE}")
    desk.do("claim", FIRST, review=review["id"])
    desk.do("dismiss_finding", FIRST, review=review["id"], finding="f1", reason="公开电话")
    desk.do("decide", FIRST, review=review["id"], decision="pass")
    desk.do("claim", FINAL, review=review["id"])
    desk.do("confirm_finding", FINAL, review=review["id"], finding="f1", reason="是个人电话")
    with pytest.raises(Conflict, match="findings_confirmed"):
        desk.do("decide", FINAL, review=review["id"], decision="pass", grade="A")
    done = desk.do("decide", FINAL, review=review["id"], decision="pass", grade="D")
    assert done["status"] == "rejected"


def test_findings_need_the_lease_a_reason_and_to_be_there(desk: Desk) -> None:
    review = desk.opened(f"电话 {MOBILE}")
    given = {"review": review["id"], "finding": "f1", "reason": "公开电话"}
    with pytest.raises(Conflict, match="claim_required"):
        desk.do("dismiss_finding", FIRST, **given)
    with pytest.raises(Forbidden):
        desk.do("dismiss_finding", SECOND, **given)
    desk.do("claim", FIRST, review=review["id"])
    with pytest.raises(NotFound):
        desk.do("dismiss_finding", FIRST, **(given | {"finding": "f2"}))
    for method in ("confirm_finding", "dismiss_finding"):
        for reason in ({"reason": " "}, {"reason": ""}, {}):
            unsaid = {"review": review["id"], "finding": "f1", **reason}
            with pytest.raises(Invalid) as error:
                desk.do(method, FIRST, **unsaid)
            assert [problem.pointer for problem in error.value.problems] == ["/reason"]
    with pytest.raises(NotFound):
        desk.do("dismiss_findings", FIRST, review=review["id"], findings=["f1", "f9"], reason="x")
    assert desk.ask("get", review=review["id"])["findings_open"] == 1
    seen = desk.do("confirm_finding", FIRST, **(given | {"reason": "当事人的电话"}))
    assert (seen["findings"][0]["state"], seen["findings"][0]["reason"]) == ("confirmed", "当事人的电话")
    assert (seen["history"][0]["act"], seen["history"][0]["reason"]) == ("confirm", "当事人的电话")


def test_a_list_counts_from_its_version_on(desk: Desk) -> None:
    before = desk.opened("黑老大落网")
    first = listed(desk, "黑老大")
    during = desk.opened("黑老大落网了")
    second = listed(desk, "落网")
    after = desk.opened("黑老大已经落网")
    assert [rules(each) for each in (before, during, after)] == [[], ["banned_word"], ["banned_word"]]
    assert [each["findings"][0]["source"] for each in (during, after)] == ["banned@1", "banned@2"]
    assert (first["version"], second["version"], second["current"]) == (1, 2, True)
    lists = desk.ask("word_lists", list="banned")["items"]
    assert [(each["version"], each["current"], each["count"]) for each in lists] == [(2, True, 1), (1, False, 1)]
    assert [each["version"] for each in desk.ask("word_lists", current=True)["items"]] == [2]
    assert desk.ask("word_list", word_list=first["id"])["words"] == [{"word": "黑老大", "suggestion": ""}]
    listed(desk)
    assert rules(desk.opened("黑老大落网三次")) == []


def test_a_list_is_told_with_its_words_and_one_from_before_that_is_told_once(desk: Desk) -> None:
    listed(desk, "黑老大")
    listed(desk, "黑老大", "落网")
    told = [each for each in desk.sent() if isinstance(each.data, WordListAdopted)]
    assert [(each.subject, each.version) for each in told] == [("banned", 1), ("banned", 2)]
    newest = desk.told(WordListAdopted)[-1].word_list
    assert ([each.word for each in newest.words], newest.level) == (["黑老大", "落网"], "banned")
    assert tell(desk) == 0
    desk.stage.db["word_lists"].update_many({}, {"$unset": {"told": ""}})
    assert (tell(desk), tell(desk)) == (1, 0)
    assert desk.told(WordListAdopted)[-1].word_list == newest and len(desk.told(WordListAdopted)) == 3


def test_lists_are_the_bureaus_own_and_kept_by_few(desk: Desk) -> None:
    listed(desk, "黑老大", name="ours")
    far = asking("keeper", Role.SECURITY_ADMIN, bureau="330108")
    assert desk.ask("word_lists", far)["items"] == []
    for by in (FIRST, asking("liaison", Role.LIAISON)):
        with pytest.raises(Forbidden):
            desk.do("propose_word_list", by, list="ours", title="x", level="banned", words=[], reason="r")
    with pytest.raises(Forbidden, match="own_outlet_rules"):
        desk.do(
            "propose_word_list", asking("writer", Role.SECURITY_ADMIN), list="ours", title="x", level="banned",
            words=[], reason="r",
        )  # fmt: skip
    with pytest.raises(Invalid):
        listed(desk, "重复", "重复")
    with pytest.raises(NotFound):
        desk.ask("word_list", far, word_list=desk.ask("word_lists")["items"][0]["id"])


def test_a_confirmed_sensitive_word_does_not_block(desk: Desk) -> None:
    listed(desk, "特警", level="sensitive", name="sensitive")
    review = desk.opened("特警到场")
    desk.do("claim", FIRST, review=review["id"])
    seen = desk.do("confirm_finding", FIRST, review=review["id"], finding="f1", reason="按专项要求提示")
    assert (seen["findings"][0]["blocking"], seen["findings"][0]["rule"]) == (False, "sensitive_word")
    assert desk.do("decide", FIRST, review=review["id"], decision="pass")["stage"] == "final"


def test_a_near_duplicate_names_the_earlier_submission(desk: Desk) -> None:
    text = prose(800)
    first = desk.submitted(text)
    desk.hear(first)
    copied = desk.opened(text[:760] + prose(40, seed=5))
    (finding,) = copied["findings"]
    assert (finding["rule"], finding["other"]) == ("near_duplicate", first.submission.id)
    assert finding["percent"] >= 80 and first.submission.number in finding["suggestion"]
    assert (finding["start"], finding["end"], finding["blocking"]) == (0, 800, False)
    assert desk.opened(prose(800, seed=3))["findings"] == []


def test_traditional_characters_and_commas_do_not_hide_a_copy(desk: Desk) -> None:
    text = "民警连夜走访群众，宣传防范电信网络诈骗的知识，提醒大家不要轻信陌生来电。" * 3 + prose(60)
    desk.opened(text)
    disguised = text.replace("，", " ").translate(str.maketrans("连传电诈来", "連傳電詐來"))
    assert rules(desk.opened(disguised)) == ["near_duplicate"]


def test_ones_own_next_round_and_what_was_withdrawn_are_no_duplicates(desk: Desk) -> None:
    text = prose(600)
    fact = desk.submitted(text)
    desk.hear(fact)
    desk.hear(desk.submitted(text, id=fact.submission.id, round=2, revision=2))
    (item,) = desk.ask("queue", FIRST)["items"]
    assert (item["round"], item["findings_open"]) == (2, 0)
    desk.hear(withdrawn(fact), "withdrawn")
    assert desk.opened(text)["findings"] == []


def test_other_bureaus_texts_are_not_looked_at(desk: Desk) -> None:
    far, text = "330108", prose(600)
    desk.outlet("far", "elsewhere", bureau=far)
    desk.opened(text)
    assert desk.opened(text, bureau=far, outlets=("far",))["findings"] == []
