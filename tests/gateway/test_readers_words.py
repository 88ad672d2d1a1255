"""Messages say everything in the reader's words: codes by their labels, moments and days as the language does."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

import pytest

from gateway.messages import LOCALES, catalogue, text
from shared.labels import labels
from shared.labels.wording import TOLD
from tests.gateway.readers import codes, require_words

# Values that are told as they are: numbers, what somebody wrote, and what is told by locale.
PLAIN = {
    "actual", "allowed", "capacity", "char", "code", "column", "columns", "count", "edition", "excerpt", "expected",
    "first", "found", "frames", "highest", "holder", "hours", "known", "last", "least", "length", "letter", "limit",
    "line",
    "lowest", "max", "media", "min", "most", "name", "names", "near", "nearest", "number", "of", "outlet_name", "part",
    "place", "retry_after", "room", "row", "sheet", "size", "sum", "taken", "text", "times", "title", "used", "way",
    "year",
}  # fmt: skip
# Where `allowed` is no list of codes: kinds of files by locale, words of a sheet, names of algorithms.
NAMED = {"file.type", "cell.word", "attachment.picture", "upload.checksum_algorithm"}


def places(locale: str) -> Iterator[tuple[str, str, str]]:
    """Message, name of a value, how it is told."""
    for key, pattern in catalogue(locale).items():
        for _, name, how, _ in Formatter().parse(pattern):
            if name:
                yield key, name, (how or "").removesuffix(" or")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_value_that_may_be_a_code_is_told_by_its_label(locale: str) -> None:
    bare = {(key, name) for key, name, how in places(locale) if not how and name not in PLAIN}
    assert bare == set()
    assert {key for key, name, how in places(locale) if name == "allowed" and not how} == NAMED


@pytest.mark.parametrize("locale", LOCALES)
def test_every_way_of_telling_is_known(locale: str) -> None:
    known = {"", "{of}", *TOLD, *labels(locale)}
    assert {how for _, _, how in places(locale)} <= known


def test_both_languages_tell_the_same_values_in_the_same_way() -> None:
    chinese, english = (sorted(places(locale)) for locale in ("zh", "en"))
    assert chinese == english


def test_no_chinese_message_has_a_code_of_its_own() -> None:
    literal = {
        key: "".join(part for part, *_ in Formatter().parse(pattern)) for key, pattern in catalogue("zh").items()
    }
    assert {key: found for key, told in literal.items() if (found := list(codes(told, {})))} == {}


def test_a_refused_move_is_told_in_words() -> None:
    values = {"status": "draft", "action": "publish", "allowed": ["revise", "submit", "withdraw"]}
    assert text("zh", "submission.illegal_move", values) == "当前状态为草稿，不能上报刊发；可以修改、提交、撤回。"
    assert text("en", "submission.illegal_move", values) == (
        "It is draft: you cannot report a publication now; you can revise, submit or withdraw."
    )


def test_what_is_refused_to_a_request_or_an_activity_is_a_sentence() -> None:
    values = {"status": "answered", "action": "assign", "allowed": ["rate", "reopen"]}
    assert text("en", "request.illegal_move", values) == (
        "The request is answered: you cannot assign now; you can rate or re-open."
    )
    over = {"status": "withdrawn", "action": "answer", "allowed": []}
    assert text("en", "request.illegal_move", over) == "The request is withdrawn: you cannot answer; it is over."
    values = {"status": "held", "action": "announce", "allowed": ["close"]}
    assert text("en", "activity.illegal_move", values) == (
        "The activity is held: it cannot be announced now, but closed."
    )


def test_moments_are_local_and_an_own_reason_is_a_sentence() -> None:
    values = {"revoked_at": "2026-09-27T02:00:00+00:00", "reason": "withdrawn_by_outlet"}
    assert (
        text("zh", "publication.permit_revoked", values)
        == "该作品的许可已于2026年9月27日 10:00撤销，不能再上报刊发。原因：媒体已撤回作品。"
    )
    assert text("en", "publication.permit_revoked", values | {"reason": "另有安排"}).endswith("Reason: 另有安排")


def test_what_is_left_empty_is_told_as_needed() -> None:
    assert text("zh", "required") == "请填写此项。"
    assert text("zh", "length.min", {"min": 2, "unit": "items"}) == "至少 2 项。"
    assert text("en", "length.max", {"max": 40, "unit": "characters"}) == "This can have at most 40 characters."


def test_a_code_in_a_refusal_is_found_and_what_somebody_wrote_is_none() -> None:
    require_words({"code": "x", "detail": "“draft”不能提交，应为 https://example.com/abc 或 .xlsx。"})
    require_words({"code": "x", "detail": "作品 abc 不能提交。", "params": {"number": "abc"}})
    with pytest.raises(AssertionError, match="draft"):
        require_words({"code": "x", "detail": "当前状态为 draft。"})
