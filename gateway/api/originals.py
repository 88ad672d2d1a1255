"""The original (原件) of a file: as it was sent, with place, device and author, for those who review."""

from __future__ import annotations

from flask import Response

from gateway.api.downloads import served
from gateway.audit.purpose import Purpose
from gateway.auth.access import only
from gateway.current import asking
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.context import Role
from shared.errors import NotFound

area = Area("originals", zh="附件原件", en="Originals")
REVIEWERS = only(Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL)


@area.get(
    "/files/<id:file>/original", access=REVIEWERS, audited=True, reasoned=True, media_type="*/*",
    query=Purpose(), ranged=True,
    zh="下载原件\n未去除拍摄位置、设备、作者等信息的原始文件，仅限本局审核人员核实时使用；没有去除任何信息的文件没有原件。"
       "须说明理由（reason），每次下载连同理由留痕；没有理由的不予下载。",
    en="Download the original\nThe file as it was sent, with what tells of place, device and author: for the bureau's "
       "reviewers, to check it. A file from which nothing was taken out has none. It takes a "
       "reason; every download is on the audit trail with it, and without one there is none.",
)  # fmt: skip
def original(file: str, data: Data) -> Response:
    files, bureau = runtime().files, asking().bureau
    # Of what is confidential, or may become so, no reviewer is told that it has one.
    if files.find(file, bureau).own:
        raise NotFound("file.unknown")
    try:
        return served(files.original(file, bureau))
    except NotFound:
        raise NotFound("file.no_original") from None
