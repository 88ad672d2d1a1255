"""自核规定 / Self-verification. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part


class VerificationPolicies(Area):
    """自核规定 / Self-verification"""

    def policies(
        self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """自核规定各版本 / Versions of the rules."""
        return self._pages("/v1/verification-policies", options, query={"cursor": cursor, "limit": limit})

    def adopt(
        self, *, title: str, rules: Sequence[Mapping[str, Any]], metrics_proof_from: int | Absent | None = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """修订自核规定 / Write a new version of the rules."""
        return self._call(
            "POST", "/v1/verification-policies", options, body={"title": title, "rules": rules,
            "metrics_proof_from": metrics_proof_from},
        )

    def policy(self, policy: str, **options: Unpack[Options]) -> Answer:
        """查看自核规定 / One version of the rules."""
        return self._call("GET", f"/v1/verification-policies/{part(policy)}", options)
