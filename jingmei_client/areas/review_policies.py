"""审核规程与词表 / Review policy and word lists. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part


class ReviewPolicies(Area):
    """审核规程与词表 / Review policy and word lists"""

    def policies(
        self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """审核规程各版本 / Versions of the policy."""
        return self._pages("/v1/review-policies", options, query={"cursor": cursor, "limit": limit})

    def propose_policy(
        self, *, title: str, working_hours: Sequence[Mapping[str, Any]], lease_minutes: int, remind_hours: int,
        duplicate_percent: int, routes: Sequence[Mapping[str, Any]], ideas: Mapping[str, Any], reason: str,
        **options: Unpack[Options],
    ) -> Answer:
        """提出修订审核规程 / Propose a new version of the policy."""
        return self._call(
            "POST", "/v1/review-policies", options, body={"title": title, "working_hours": working_hours,
            "lease_minutes": lease_minutes, "remind_hours": remind_hours, "duplicate_percent": duplicate_percent,
            "routes": routes, "ideas": ideas, "reason": reason},
        )

    def policy(self, policy: str, **options: Unpack[Options]) -> Answer:
        """查看审核规程 / One version of the policy."""
        return self._call("GET", f"/v1/review-policies/{part(policy)}", options)

    def word_lists(
        self, *, list: str | Absent = ABSENT, current: bool | Absent = ABSENT, cursor: str | Absent = ABSENT,
        limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """词表各版本 / Versions of the word lists."""
        return self._pages(
            "/v1/word-lists", options, query={"list": list, "current": current, "cursor": cursor, "limit": limit},
        )

    def propose_word_list(
        self, *, list: str, title: str, level: Literal["banned", "sensitive"], words: Sequence[Mapping[str, Any]],
        reason: str, **options: Unpack[Options],
    ) -> Answer:
        """提出修订词表 / Propose a new version of a word list."""
        return self._call(
            "POST", "/v1/word-lists", options, body={"list": list, "title": title, "level": level, "words": words,
            "reason": reason},
        )

    def shipped_word_lists(self, **options: Unpack[Options]) -> Answer:
        """随系统提供的词表 / The word lists that come with the system."""
        return self._call("GET", "/v1/word-lists/shipped", options)

    def try_words(
        self, *, words: Sequence[Mapping[str, Any]], texts: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """试查词语 / Try words."""
        return self._call("POST", "/v1/word-lists/trial", options, body={"words": words, "texts": texts})

    def word_list(self, word_list: str, **options: Unpack[Options]) -> Answer:
        """查看词表 / One version of a word list."""
        return self._call("GET", f"/v1/word-lists/{part(word_list)}", options)
