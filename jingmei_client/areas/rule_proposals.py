"""规程与词表修订 / Proposals of review rules. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Literal, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

State = Literal["open", "confirmed", "refused", "withdrawn", "overtaken", "expired"]


class RuleProposals(Area):
    """规程与词表修订 / Proposals of review rules"""

    def proposals(
        self, *, state: State | Absent = ABSENT, kind: Literal["policy", "word_list"] | Absent = ABSENT,
        others: bool | Absent = ABSENT, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """审核规程与词表的修订 / Proposals of policies and word lists."""
        return self._pages(
            "/v1/rule-proposals", options, query={"state": state, "kind": kind, "others": others, "cursor": cursor,
            "limit": limit},
        )

    def proposal(self, proposal: str, **options: Unpack[Options]) -> Answer:
        """查看一项修订 / One proposal."""
        return self._call("GET", f"/v1/rule-proposals/{part(proposal)}", options)

    def confirm(self, proposal: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """确认修订 / Confirm a proposal."""
        return self._call("POST", f"/v1/rule-proposals/{part(proposal)}/confirmation", options, version=version)

    def refuse(
        self, proposal: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """不予确认 / Refuse a proposal."""
        return self._call(
            "POST", f"/v1/rule-proposals/{part(proposal)}/refusal", options, body={"reason": reason}, version=version,
        )

    def withdraw(self, proposal: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """撤回修订 / Withdraw a proposal."""
        return self._call("POST", f"/v1/rule-proposals/{part(proposal)}/withdrawal", options, version=version)
