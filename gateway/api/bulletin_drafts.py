"""Drafts of bulletins (推送草稿), and whom an audience reaches. The notification service keeps them."""

from __future__ import annotations

from typing import Any

from flask import Response

from gateway.api import examples
from gateway.api.ask import ask
from gateway.api.bulletins import PUBLISHERS, with_own_files
from gateway.api.downloads import served
from gateway.current import asking
from gateway.files.schemas import Download
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.contracts import notification as contracts
from shared.errors import NotFound

area = Area("bulletin_drafts", zh="推送草稿", en="Drafts of bulletins", service="notification")
CHANGE = contracts.ChangeDraft(exclude=("draft",))
SHOWS: dict[str, Any] = {"answer": contracts.DraftView(), "answer_example": examples.DRAFT, "etag": True}


@area.post(
    "/bulletin-audiences", access=PUBLISHERS, body=contracts.AudienceQuery(), answer=contracts.AudienceView(),
    example={"audience": ["category:self_media"]}, answer_example={"outlets": 12, "members": 31},
    zh="受众规模\n发布之前查看所选受众现有多少家媒体、多少人；不发送任何内容。",
    en="Size of an audience\nHow many outlets and people a selection reaches now; nothing is sent.",
)  # fmt: skip
def audience(data: Data) -> Data:
    return ask("notification.audience", data)


@area.get(
    "/bulletin-drafts", access=PUBLISHERS, query=contracts.DraftsQuery(), answer=contracts.DraftPage(), paged=True,
    answer_example=examples.page(examples.DRAFT),
    zh="草稿列表\n本局的草稿，由新到旧；只有可发布信息推送的人可见。",
    en="Drafts\nThose of the bureau, newest first; for those alone who may publish.",
)  # fmt: skip
def drafts(data: Data) -> Data:
    return ask("notification.drafts_list", data)


@area.post(
    "/bulletin-drafts", access=PUBLISHERS, body=contracts.NewDraft(), status=201, location="/v1/bulletin-drafts/{id}",
    example={"title": "开放日通知"}, **SHOWS,
    zh="保存草稿\n内容可以不全；不通知任何人。附件须为本人先上传的文件。",
    en="Keep a draft\nNothing needs to be complete, nobody is told. Attachments are files of one's own.",
)  # fmt: skip
def create(data: Data) -> Data:
    return ask("notification.save_draft", with_own_files(data, contracts.NewDraft()))


@area.get(
    "/bulletin-drafts/<id:draft>", access=PUBLISHERS, **SHOWS,
    zh="查看草稿\n内容、最后保存人与时间。",
    en="One draft\nWhat it says, who saved it last, and when.",
)  # fmt: skip
def get(draft: str) -> Data:
    return ask("notification.draft", {"draft": draft})


@area.patch(
    "/bulletin-drafts/<id:draft>", access=PUBLISHERS, body=CHANGE, example={"body": "周六上午九时，请提前报名。"},
    **SHOWS,
    zh="修改草稿\n未给出的字段不变；新增的附件须为本人上传。",
    en="Change a draft\nWhat is left out stays; attachments that are new in it are files of one's own.",
)  # fmt: skip
def change(draft: str, data: Data) -> Data:
    if data.get("attachments"):
        there = ask("notification.draft", {"draft": draft})["attachments"]
        with_own_files(data, CHANGE, known=there)
    return ask("notification.change_draft", {**data, "draft": draft})


@area.delete(
    "/bulletin-drafts/<id:draft>", access=PUBLISHERS, answer=contracts.DraftView(), answer_example=examples.DRAFT,
    zh="删除草稿\n返回删除前的内容。",
    en="Throw a draft away\nGives what it was.",
)  # fmt: skip
def delete(draft: str) -> Data:
    return ask("notification.delete_draft", {"draft": draft})


@area.post(
    "/bulletin-drafts/<id:draft>/publication", access=PUBLISHERS, answer=contracts.BulletinView(), status=201,
    location="/v1/bulletins/{id}", etag=True, answer_example=examples.BULLETIN,
    zh="发布草稿\n内容须齐全；一经发布，受众即刻收到，草稿不再保留。",
    en="Publish a draft\nIt must be complete; its audience has it at once, and it is a draft no longer.",
)  # fmt: skip
def publish(draft: str) -> Data:
    return ask("notification.publish_draft", {"draft": draft})


@area.get(
    "/bulletin-drafts/<id:draft>/attachments/<id:file>", access=PUBLISHERS, audited=True, media_type="*/*",
    query=Download(), ranged=True,
    zh="下载草稿附件\n供发布前查看；每次下载均留痕。",
    en="Download an attachment of a draft\nTo look at before it is published; every download is on the audit trail.",
)  # fmt: skip
def attachment(draft: str, file: str, data: Data) -> Response:
    inline = validation.load(Download(), data)["inline"]
    if file not in ask("notification.draft", {"draft": draft})["attachments"]:
        raise NotFound("file.unknown")
    return served(runtime().files.find(file, asking().bureau), inline=inline)
