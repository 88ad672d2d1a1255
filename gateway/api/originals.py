"""The original (原件) of a work's attachment: as it was sent, with place, device and author, for those who review."""

from __future__ import annotations

from typing import Final

from flask import Response
from marshmallow import fields as ma

from gateway.api.downloads import served
from gateway.api.submissions import attached
from gateway.audit.purpose import Purpose
from gateway.auth.access import only
from gateway.files.kinds import Family, types_of
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.context import Role
from shared.errors import Conflict, NotFound

# Documents can fetch and start something when they are opened, and in the original nothing of that was taken out.
ACTING: Final = types_of(Family.DOCUMENT) | types_of(Family.SHEET)


class Wanted(Purpose):
    """Why, and that one knows what one gets."""

    uncleaned = ma.Boolean(
        load_default=False,
        metadata={
            "description": "知道文档原件未经清除、打开时可能联网或运行内容 / One knows that the original of a document "
            "may fetch or start something when it is opened: nothing was taken out of it"
        },
    )


area = Area("originals", zh="附件原件", en="Originals")
REVIEWERS = only(Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL)


@area.get(
    "/submissions/<id:submission>/attachments/<id:file>/original", access=REVIEWERS, audited=True, reasoned=True,
    media_type="*/*", query=Wanted(), ranged=True, errors=(409, 504),
    zh="下载附件原件\n未去除拍摄位置、设备、作者等信息的原始文件，仅限本局审核人员核实其可以查看的作品时使用；没有去除任何信息的"
       "文件没有原件。须说明理由（reason），每次下载连同理由留痕；没有理由的不予下载。文档、表格的原件未经清除，打开时可能联网或"
       "运行内容：须以 uncleaned=true 表明知悉，否则不予下载（409 file.uncleaned）；请在不联网的电脑上打开。",
    en="Download the original of an attachment\nThe file as it was sent, with what tells of place, device and author: "
       "for the bureau's reviewers, to check a work that they may see. A file from which nothing was taken out has "
       "none. It takes a reason; every download is on the audit trail with it, and without one there is none. The "
       "original of a document or sheet may fetch or start something when it is opened: uncleaned=true says that one "
       "knows, else it is refused (409 file.uncleaned). Open it where there is no network.",
)  # fmt: skip
def original(submission: str, file: str, data: Data) -> Response:
    record = attached(submission, file)
    try:
        found = runtime().files.original(record.id, record.bureau)
    except NotFound:
        raise NotFound("file.no_original") from None
    if found.media_type in ACTING and not data["uncleaned"]:
        raise Conflict("file.uncleaned")
    return served(found)
