"""投稿 / Submissions. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Unpack

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part

Status = Literal[
    "draft", "submitted", "in_review", "changes_requested", "approved", "rejected", "revoked", "published", "withdrawn",
    "adopted", "declined", "implemented",
]
Category = Literal["official_media", "department", "self_media", "influencer"]
Level = Literal["central", "provincial", "municipal", "county", "self"]
Genre = Literal["article", "photo_set", "video", "audio", "livestream_plan"]


class Submissions(Area):
    """投稿 / Submissions"""

    def search(
        self, *, q: str | Absent = ABSENT, outlet: str | Absent = ABSENT,
        kind: Literal["work", "golden_idea"] | Absent = ABSENT, status: Sequence[Status] | Absent = ABSENT,
        category: Category | Absent = ABSENT, level: Level | Absent = ABSENT, topic: str | Absent = ABSENT,
        genre: Genre | Absent = ABSENT, number: str | Absent = ABSENT, submitted_from: str | datetime | Absent = ABSENT,
        submitted_to: str | datetime | Absent = ABSENT, period: str | Absent = ABSENT, mine: bool | Absent = ABSENT,
        approved_unreported: bool | Absent = ABSENT, changes_requested: bool | Absent = ABSENT,
        metrics_due: bool | Absent = ABSENT, sort: Literal["newest", "oldest", "title", "changed"] | Absent = ABSENT,
        cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT, **options: Unpack[Options],
    ) -> Pages:
        """查找投稿 / Find submissions."""
        return self._pages(
            "/v1/submissions", options, query={"q": q, "outlet": outlet, "kind": kind, "status": status,
            "category": category, "level": level, "topic": topic, "genre": genre, "number": number,
            "submitted_from": submitted_from, "submitted_to": submitted_to, "period": period, "mine": mine,
            "approved_unreported": approved_unreported, "changes_requested": changes_requested,
            "metrics_due": metrics_due, "sort": sort, "cursor": cursor, "limit": limit},
        )

    def create(
        self, *, outlet: str, kind: Literal["work", "golden_idea"], title: str, body: str,
        genre: Genre | Absent = ABSENT, topic: str | Absent = ABSENT, original: bool | Absent = ABSENT,
        campaign: str | Absent = ABSENT, planned: Sequence[str] | Absent = ABSENT, call: str | Absent = ABSENT,
        authors: Sequence[Mapping[str, Any]] | Absent = ABSENT, shares_of: int | Absent = ABSENT,
        attachments: Sequence[Mapping[str, Any]] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """新建投稿 / Begin a submission."""
        return self._call(
            "POST", "/v1/submissions", options, body={"outlet": outlet, "kind": kind, "title": title, "body": body,
            "genre": genre, "topic": topic, "original": original, "campaign": campaign, "planned": planned,
            "call": call, "authors": authors, "shares_of": shares_of, "attachments": attachments},
        )

    def counts(
        self, *, q: str | Absent = ABSENT, outlet: str | Absent = ABSENT,
        kind: Literal["work", "golden_idea"] | Absent = ABSENT, status: Sequence[Status] | Absent = ABSENT,
        category: Category | Absent = ABSENT, level: Level | Absent = ABSENT, topic: str | Absent = ABSENT,
        genre: Genre | Absent = ABSENT, number: str | Absent = ABSENT, submitted_from: str | datetime | Absent = ABSENT,
        submitted_to: str | datetime | Absent = ABSENT, period: str | Absent = ABSENT, mine: bool | Absent = ABSENT,
        approved_unreported: bool | Absent = ABSENT, changes_requested: bool | Absent = ABSENT,
        metrics_due: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """投稿数量 / Counts of submissions."""
        return self._call(
            "GET", "/v1/submissions/counts", options, query={"q": q, "outlet": outlet, "kind": kind, "status": status,
            "category": category, "level": level, "topic": topic, "genre": genre, "number": number,
            "submitted_from": submitted_from, "submitted_to": submitted_to, "period": period, "mine": mine,
            "approved_unreported": approved_unreported, "changes_requested": changes_requested,
            "metrics_due": metrics_due},
        )

    def get(self, submission: str, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """查看投稿 / One submission."""
        return self._call("GET", f"/v1/submissions/{part(submission)}", options, known=known)

    def revise(
        self, submission: str, *, version: Version, title: str | Absent = ABSENT, body: str | Absent = ABSENT,
        genre: Genre | Absent = ABSENT, topic: str | Absent = ABSENT, original: bool | Absent = ABSENT,
        campaign: str | Absent = ABSENT, planned: Sequence[str] | Absent = ABSENT, call: str | Absent = ABSENT,
        authors: Sequence[Mapping[str, Any]] | Absent = ABSENT, shares_of: int | Absent = ABSENT,
        attachments: Sequence[Mapping[str, Any]] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """修改投稿 / Revise a submission."""
        return self._call(
            "PATCH", f"/v1/submissions/{part(submission)}", options, body={"title": title, "body": body, "genre": genre,
            "topic": topic, "original": original, "campaign": campaign, "planned": planned, "call": call,
            "authors": authors, "shares_of": shares_of, "attachments": attachments}, version=version,
        )

    def revisions(
        self, submission: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """修订列表 / Revisions."""
        return self._pages(
            f"/v1/submissions/{part(submission)}/revisions", options, query={"cursor": cursor, "limit": limit},
        )

    def revision(self, submission: str, revision: str, **options: Unpack[Options]) -> Answer:
        """查看修订 / One revision."""
        return self._call("GET", f"/v1/submissions/{part(submission)}/revisions/{part(revision)}", options)

    def compare(self, submission: str, *, from_: int, to: int, **options: Unpack[Options]) -> Answer:
        """比较修订 / Compare revisions."""
        return self._call(
            "GET", f"/v1/submissions/{part(submission)}/comparison", options, query={"from": from_, "to": to},
        )

    def attachment(
        self, submission: str, file: str, *, inline: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """下载附件 / Download an attachment."""
        return self._download(
            f"/v1/submissions/{part(submission)}/attachments/{part(file)}", options, query={"inline": inline},
        )

    def thumbnail(
        self, submission: str, file: str, *, size: Literal[256, 512] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """附件缩略图 / A small picture of an attachment."""
        return self._download(
            f"/v1/submissions/{part(submission)}/attachments/{part(file)}/thumbnail", options, query={"size": size},
        )

    def history(
        self, submission: str, *, cursor: str | Absent = ABSENT, limit: int | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Pages:
        """投稿经过 / History."""
        return self._pages(
            f"/v1/submissions/{part(submission)}/history", options, query={"cursor": cursor, "limit": limit},
        )

    def submit(self, submission: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """提交审核 / Hand in."""
        return self._call("POST", f"/v1/submissions/{part(submission)}/submission", options, version=version)

    def withdraw(
        self, submission: str, *, version: Version | None = None, reason: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """撤回投稿 / Withdraw."""
        return self._call(
            "POST", f"/v1/submissions/{part(submission)}/withdrawal", options, body={"reason": reason}, version=version,
        )

    def answer_authorship(
        self, submission: str, *, outlet: str, accept: bool, version: Version | None = None,
        reason: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """答复联合署名 / Answer for co-authors."""
        return self._call(
            "POST", f"/v1/submissions/{part(submission)}/authorship", options, body={"outlet": outlet, "accept": accept,
            "reason": reason}, version=version,
        )

    def implement(
        self, submission: str, *, version: Version | None = None, note: str | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """金点子落地 / An idea was put into practice."""
        return self._call(
            "POST", f"/v1/submissions/{part(submission)}/implementation", options, body={"note": note}, version=version,
        )
