"""The original (原件) of a work's attachment: as it was sent, with place, device and author, for those who review."""

from __future__ import annotations

from flask import Response

from gateway.api.downloads import served
from gateway.api.submissions import attached
from gateway.audit.purpose import Purpose
from gateway.auth.access import only
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.context import Role
from shared.errors import NotFound

area = Area("originals", zh="附件原件", en="Originals")
REVIEWERS = only(Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL)


@area.get(
    "/submissions/<id:submission>/attachments/<id:file>/original", access=REVIEWERS, audited=True, reasoned=True,
    media_type="*/*", query=Purpose(), ranged=True, errors=(504,),
    zh="下载附件原件\n未去除拍摄位置、设备、作者等信息的原始文件，仅限本局审核人员核实其可以查看的作品时使用；没有去除任何信息的"
       "文件没有原件。须说明理由（reason），每次下载连同理由留痕；没有理由的不予下载。",
    en="Download the original of an attachment\nThe file as it was sent, with what tells of place, device and author: "
       "for the bureau's reviewers, to check a work that they may see. A file from which nothing was taken out has "
       "none. It takes a reason; every download is on the audit trail with it, and without one there is none.",
)  # fmt: skip
def original(submission: str, file: str, data: Data) -> Response:
    record = attached(submission, file)
    try:
        return served(runtime().files.original(record.id, record.bureau))
    except NotFound:
        raise NotFound("file.no_original") from None
