"""Bulletins (信息推送): what the bureau tells its outlets. The notification service keeps them."""

from __future__ import annotations

from collections.abc import Collection

from flask import Response
from marshmallow import Schema

from gateway.api import examples
from gateway.api.ask import ask
from gateway.api.downloads import served
from gateway.auth.access import SIGNED_IN, only
from gateway.current import asking
from gateway.files.references import require_own
from gateway.files.schemas import Download
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import Role
from shared.contracts import notification as contracts
from shared.errors import NotFound

area = Area("bulletins", zh="信息推送", en="Bulletins", service="notification")
PUBLISHERS = only(Role.LIAISON, Role.LEADER)


@area.post(
    "/bulletins", access=PUBLISHERS, body=contracts.PublishBulletin(), answer=contracts.BulletinView(), status=201,
    location="/v1/bulletins/{id}", etag=True, answer_example=examples.BULLETIN,
    example={
        "kind": "clarification", "title": examples.BULLETIN["title"], "body": examples.BULLETIN["body"],
        "urgent": True, "audience": ["all"],
    },
    zh="发布信息推送\n一经发布，受众即刻收到。附件须为本人先上传的文件，表格除外。",
    en="Publish a bulletin\nIts audience has it at once. Attachments are files of one's own; no sheets.",
)  # fmt: skip
def publish(data: Data) -> Data:
    return ask("notification.publish_bulletin", with_own_files(data, contracts.PublishBulletin()))


@area.get(
    "/bulletins", access=SIGNED_IN, query=contracts.BulletinsQuery(), answer=contracts.BulletinPage(), paged=True,
    answer_example=examples.page(examples.BULLETIN_SUMMARY) | {"may": ["publish"]},
    zh="信息推送列表\n紧急在前，其余由新到旧。民警见本局全部，媒体见发给自己的。",
    en="Bulletins\nUrgent ones first, then the newest. Staff see all of the bureau's, outlets those sent to them.",
)  # fmt: skip
def bulletins(data: Data) -> Data:
    return ask("notification.bulletins", data)


@area.get(
    "/bulletins/<id:bulletin>", access=SIGNED_IN, answer=contracts.BulletinView(), etag=True,
    answer_example=examples.BULLETIN,
    zh="查看信息推送\n已撤回的，受众只见撤回原因。",
    en="A bulletin\nOf a recalled one its audience sees the reason alone.",
)  # fmt: skip
def bulletin(bulletin: str) -> Data:
    return ask("notification.bulletin", {"bulletin": bulletin})


@area.post(
    "/bulletins/<id:bulletin>/read", access=SIGNED_IN, answer=contracts.BulletinView(), if_match=IfMatch.IGNORED,
    answer_example=examples.BULLETIN | {"read": True, "may": []},
    zh="回执：已阅\n收件箱中的那一条同时标为已读；重复无影响。",
    en="Read receipt\nIts item in the inbox is read as well; repeating it changes nothing.",
)  # fmt: skip
def read(bulletin: str) -> Data:
    return ask("notification.read_bulletin", {"bulletin": bulletin})


@area.post(
    "/bulletins/<id:bulletin>/recall", access=PUBLISHERS, body=contracts.RecallBulletin(exclude=("bulletin",)),
    answer=contracts.BulletinView(), etag=True, example={"reason": "内容有误，另发更正。"},
    answer_example=examples.BULLETIN | {"state": "recalled", "version": 2, "reason": "内容有误，另发更正。"},
    zh="撤回\n受众不再看到正文，并获知原因；尚未对外发出的不再发出。",
    en="Recall\nThe audience no longer sees the text and is told why; what was not yet sent outside is not sent.",
)  # fmt: skip
def recall(bulletin: str, data: Data) -> Data:
    return ask("notification.recall_bulletin", {**data, "bulletin": bulletin})


@area.get(
    "/bulletins/<id:bulletin>/receipts", access=PUBLISHERS, query=contracts.ReceiptsQuery(exclude=("bulletin",)),
    answer=contracts.ReceiptsView(), paged=True, answer_example=examples.RECEIPTS,
    zh="阅读情况\n受众中谁已阅、何时，按媒体列出。",
    en="Delivery report\nWho of the audience has read it and when, outlet by outlet.",
)  # fmt: skip
def receipts(bulletin: str, data: Data) -> Data:
    return ask("notification.receipts", {**data, "bulletin": bulletin})


@area.get(
    "/bulletins/<id:bulletin>/attachments/<id:file>", access=SIGNED_IN, audited=True, media_type="*/*",
    query=Download(), ranged=True,
    zh="下载附件\n限收到该信息推送的人；每次下载均留痕。",
    en="Download an attachment\nFor those whom the bulletin was sent to; every download is on the audit trail.",
)  # fmt: skip
def attachment(bulletin: str, file: str, data: Data) -> Response:
    inline = validation.load(Download(), data)["inline"]
    if file not in ask("notification.bulletin", {"bulletin": bulletin})["attachments"]:
        raise NotFound("file.unknown")
    return served(runtime().files.find(file, asking().bureau), inline=inline)


def with_own_files(data: Data, schema: Schema, known: Collection[str] = ()) -> Data:
    """The data, whose attachments are files of one's own, or `known` from before. Raises: Invalid."""
    if data.get("attachments"):
        files = enumerate(validation.load(schema, data)["attachments"])
        named = [(f"/attachments/{number}", file) for number, file in files]
        require_own(runtime().files, asking(), named, runtime().settings.max_upload, known=known)
    return data
