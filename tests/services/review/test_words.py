"""Word lists that come with the system, and what words would find before they are proposed."""

from __future__ import annotations

import re

import pytest

from services.review import shipped
from services.review.service import words as service
from shared.context import Role
from shared.errors import Forbidden
from shared.folding import fold, squeezed
from shared.simplified import folding
from tests.services.review.desk import FINAL, FIRST, KEEPER, LEADER, Desk
from tests.services.stage import asking

HAN = re.compile(r"[\u4e00-\u9fff]+")


def test_shipped_lists_are_of_words_that_can_be_found() -> None:
    lists = shipped.word_lists()
    assert [each["list"] for each in lists] == ["demeaning", "matters", "misnomers"]
    every = [(each["list"], word["word"]) for each in lists for word in each["words"]]
    assert len(every) >= 150 and len({word for _, word in every}) == len(every)
    for name, word in every:
        assert HAN.fullmatch(word) and squeezed(fold(word, folding())).text == word, (name, word)
    for each in lists:
        for word in each["words"]:
            assert word["suggestion"] != word["word"]


def test_no_suggestion_is_itself_a_misnomer() -> None:
    (misnomers,) = [each for each in shipped.word_lists() if each["list"] == "misnomers"]
    wrong = {each["word"] for each in misnomers["words"]}
    for each in misnomers["words"]:
        assert each["suggestion"] and not any(word in each["suggestion"] for word in wrong), each


def test_a_shipped_list_finds_nothing_before_it_is_adopted(desk: Desk) -> None:
    text = "警方提醒：电信诈骗手法多变。"
    assert desk.opened(text)["findings"] == []
    listed = desk.ask("shipped_word_lists", FINAL)
    assert listed["may"] == ["propose_word_list"] and {each["version"] for each in listed["items"]} == {0}
    (found,) = [each for each in listed["items"] if each["list"] == "misnomers"]
    desk.adopt("propose_word_list", KEEPER, **{name: found[name] for name in ("list", "title", "level", "words")})
    (finding,) = desk.opened(text)["findings"]
    assert (finding["source"], finding["rule"]) == ("misnomers@1", "sensitive_word")
    assert "电信网络诈骗" in finding["suggestion"]
    versions = {each["list"]: each["version"] for each in desk.ask("shipped_word_lists", FIRST)["items"]}
    assert versions == {"misnomers": 1, "demeaning": 0, "matters": 0}


def test_words_are_tried_on_what_was_handed_in_last_without_effect(desk: Desk) -> None:
    before = [desk.opened(body) for body in ("协 警巡逻，协警值守。", "平安无事。", "協警與治安聯防隊員巡邏。")]
    words = [{"word": "协警"}, {"word": "治安联防队员"}, {"word": "没有的词"}]
    told = desk.ask("try_words", FINAL, words=words)
    assert (told["texts"], told["marked"]) == (3, 2)
    assert told["words"] == [
        {"word": "协警", "texts": 2, "times": 3, "reviews": [before[2]["id"], before[0]["id"]]},
        {"word": "治安联防队员", "texts": 1, "times": 1, "reviews": [before[2]["id"]]},
    ]
    assert told["since"] == before[0]["opened_at"]
    newest = desk.ask("try_words", KEEPER, words=words, texts=1)
    assert (newest["texts"], [each["times"] for each in newest["words"]]) == (1, [1, 1])
    assert desk.ask("word_lists")["items"] == [] and desk.ask("proposals")["items"] == []
    far = asking("keeper", Role.SECURITY_ADMIN, bureau="330108")
    assert desk.ask("try_words", far, words=words) == {"texts": 0, "marked": 0, "since": None, "words": []}


def test_a_trial_reads_no_more_than_takes_a_moment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        desk.opened("平安" * 50)
    monkeypatch.setattr(service, "MOST_CHARACTERS", 150)
    assert desk.ask("try_words", KEEPER, words=[{"word": "平安"}])["texts"] == 2


def test_words_are_tried_by_who_may_propose_them(desk: Desk) -> None:
    for by in (FIRST, LEADER, asking("liaison", Role.LIAISON), asking("writer", Role.SECURITY_ADMIN)):
        with pytest.raises(Forbidden):
            desk.ask("try_words", by, words=[{"word": "协警"}])
    with pytest.raises(Forbidden):
        desk.ask("shipped_word_lists", asking("liaison", Role.LIAISON))
