"""Files of an outlet: what it sent along, and what it and its channels were verified on."""

from __future__ import annotations

from flask import Response

from gateway.api.ask import ask
from gateway.api.downloads import served
from gateway.api.outlets import SEES, area
from gateway.current import asking
from gateway.files.schemas import Download
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation


@area.get(
    "/outlets/<id:outlet>/files/<id:file>", access=SEES, audited=True, media_type="*/*", query=Download(), ranged=True,
    zh="下载媒体的材料\n媒体登记或补交的材料，限本媒体成员与本局民警；认证、核验渠道时由民警留存的，仅限民警。每次下载均留痕。",
    en="Download a file of an outlet\nWhat it sent along when it registered or afterwards, for its people and the "
       "bureau's staff; what an officer verified it or a channel on, for staff alone. Every download is on the audit "
       "trail.",
)  # fmt: skip
def file(outlet: str, file: str, data: Data) -> Response:
    inline = validation.load(Download(), data)["inline"]
    named = ask("outlet.file", {"outlet": outlet, "file": file})["file"]
    return served(runtime().files.find(named, asking().bureau), inline=inline)
