"""审核 / Reviews. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Unpack

from jingmei_client.answers import Answer, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Status = Literal[
    "open", "changes_requested", "approved", "rejected", "adopted", "declined", "withdrawn", "revoked", "superseded",
]


class Reviews(Area):
    """审核 / Reviews"""

    def queue(
        self, *, stage: Literal["first", "second", "final", "leader", "assessment"] | Absent = ABSENT,
        outlet: str | Absent = ABSENT, kind: Literal["work", "golden_idea"] | Absent = ABSENT,
        sensitivity: Literal["normal", "sensitive", "major"] | Absent = ABSENT, overdue: bool | Absent = ABSENT,
        returned: bool | Absent = ABSENT, mine: bool | Absent = ABSENT, free: bool | Absent = ABSENT,
        cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        sort: Literal["due", "newest", "oldest"] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """审核队列 / Queue."""
        return self._pages(
            "/v1/reviews/queue", options, query={"stage": stage, "outlet": outlet, "kind": kind,
            "sensitivity": sensitivity, "overdue": overdue, "returned": returned, "mine": mine, "free": free,
            "cursor": cursor, "limit": limit, "sort": sort},
        )

    def counts(
        self, *, stage: Literal["first", "second", "final", "leader", "assessment"] | Absent = ABSENT,
        outlet: str | Absent = ABSENT, kind: Literal["work", "golden_idea"] | Absent = ABSENT,
        sensitivity: Literal["normal", "sensitive", "major"] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """审核队列计数 / Counts of the queue."""
        return self._call(
            "GET", "/v1/reviews/counts", options, query={"stage": stage, "outlet": outlet, "kind": kind,
            "sensitivity": sensitivity},
        )

    def claim_next(
        self, *, stage: Literal["first", "second", "final", "leader", "assessment"] | Absent = ABSENT,
        outlet: str | Absent = ABSENT, kind: Literal["work", "golden_idea"] | Absent = ABSENT,
        sensitivity: Literal["normal", "sensitive", "major"] | Absent = ABSENT, overdue: bool | Absent = ABSENT,
        returned: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """领取下一件 / Claim the next one."""
        return self._call(
            "POST", "/v1/reviews/next", options, body={"stage": stage, "outlet": outlet, "kind": kind,
            "sensitivity": sensitivity, "overdue": overdue, "returned": returned},
        )

    def left(self, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options]) -> Pages:
        """离任后待改派的审核 / Left open."""
        return self._pages("/v1/reviews/left", options, query={"cursor": cursor, "limit": limit})

    def workload(self, **options: Unpack[Options]) -> Answer:
        """审核工作量 / Workload."""
        return self._call("GET", "/v1/reviews/workload", options)

    def search(
        self, *, stage: Literal["first", "second", "final", "leader", "assessment"] | Absent = ABSENT,
        outlet: str | Absent = ABSENT, kind: Literal["work", "golden_idea"] | Absent = ABSENT,
        sensitivity: Literal["normal", "sensitive", "major"] | Absent = ABSENT, overdue: bool | Absent = ABSENT,
        returned: bool | Absent = ABSENT, mine: bool | Absent = ABSENT, free: bool | Absent = ABSENT,
        cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, status: Status | Absent = ABSENT,
        submission: str | Absent = ABSENT, decided_by_me: bool | Absent = ABSENT,
        sort: Literal["due", "newest", "oldest"] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """查找审核 / Find reviews."""
        return self._pages(
            "/v1/reviews", options, query={"stage": stage, "outlet": outlet, "kind": kind, "sensitivity": sensitivity,
            "overdue": overdue, "returned": returned, "mine": mine, "free": free, "cursor": cursor, "limit": limit,
            "status": status, "submission": submission, "decided_by_me": decided_by_me, "sort": sort},
        )

    def get(self, review: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看审核 / One review."""
        return self._call("GET", f"/v1/reviews/{part(review)}", options, known=known)

    def history(
        self, review: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """审核经过 / History."""
        return self._pages(f"/v1/reviews/{part(review)}/history", options, query={"cursor": cursor, "limit": limit})

    def claim(self, review: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """领取 / Claim."""
        return self._call("POST", f"/v1/reviews/{part(review)}/claim", options, version=version)

    def release(self, review: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """退回队列 / Release."""
        return self._call("POST", f"/v1/reviews/{part(review)}/release", options, version=version)

    def reassign(
        self, review: str, *, version: Version | None = None, account: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """改派 / Reassign."""
        return self._call(
            "POST", f"/v1/reviews/{part(review)}/reassignment", options, body={"account": account}, version=version,
        )

    def recuse(self, review: str, *, reason: str, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """回避 / Recuse."""
        return self._call(
            "POST", f"/v1/reviews/{part(review)}/recusal", options, body={"reason": reason}, version=version,
        )

    def set_sensitivity(
        self, review: str, *, sensitivity: Literal["normal", "sensitive", "major"], version: Version | None = None,
        reason: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """设定敏感程度 / Set the sensitivity."""
        return self._call(
            "POST", f"/v1/reviews/{part(review)}/sensitivity", options, body={"sensitivity": sensitivity,
            "reason": reason}, version=version,
        )

    def decide(
        self, review: str, *, decision: Literal["pass", "changes", "reject"], version: Version | None = None,
        reason: str | Absent = ABSENT, comments: Sequence[Mapping[str, Any]] | Absent = ABSENT,
        grade: Literal["A", "B", "C", "D"] | Absent = ABSENT, embargo_until: str | datetime | Absent = ABSENT,
        no_embargo: bool | Absent = ABSENT, conditions: Sequence[str] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """作出决定 / Decide."""
        return self._call(
            "POST", f"/v1/reviews/{part(review)}/decision", options, body={"decision": decision, "reason": reason,
            "comments": comments, "grade": grade, "embargo_until": embargo_until, "no_embargo": no_embargo,
            "conditions": conditions}, version=version,
        )

    def confirm_finding(
        self, review: str, finding: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """确认初筛结果 / Confirm a finding."""
        return self._call(
            "POST", f"/v1/reviews/{part(review)}/findings/{part(finding)}/confirmation", options,
            body={"reason": reason}, version=version,
        )

    def dismiss_finding(
        self, review: str, finding: str, *, reason: str, version: Version | None = None, **options: Unpack[Options],
    ) -> Answer:
        """排除初筛结果 / Dismiss a finding."""
        return self._call(
            "POST", f"/v1/reviews/{part(review)}/findings/{part(finding)}/dismissal", options, body={"reason": reason},
            version=version,
        )

    def dismiss_findings(
        self, review: str, *, findings: Sequence[str], reason: str, version: Version | None = None,
        **options: Unpack[Options],
    ) -> Answer:
        """批量排除初筛结果 / Dismiss several findings."""
        return self._call(
            "POST", f"/v1/reviews/{part(review)}/findings/dismissal", options, body={"findings": findings,
            "reason": reason}, version=version,
        )

    def assess(
        self, review: str, *, novelty: int, feasibility: int, benefit: int, version: Version | None = None,
        comment: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """评估金点子 / Assess a golden idea."""
        return self._call(
            "POST", f"/v1/reviews/{part(review)}/assessment", options, body={"novelty": novelty,
            "feasibility": feasibility, "benefit": benefit, "comment": comment}, version=version,
        )

    def revoke(self, review: str, *, reason: str, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """撤销许可 / Revoke."""
        return self._call(
            "POST", f"/v1/reviews/{part(review)}/revocation", options, body={"reason": reason}, version=version,
        )
