"""Files of requests: which there are, and each for who may see the request."""

from __future__ import annotations

from flask import Response

from gateway.api.ask import ask
from gateway.api.downloads import served
from gateway.api.requests import CONCERNED, area
from gateway.api.requests_examples import FILES
from gateway.current import asking
from gateway.files.references import told
from gateway.files.schemas import AttachedFiles
from gateway.http.declaration import Veiled
from gateway.http.reading import Data
from gateway.runtime import runtime


@area.get(
    "/requests/<id:request>/files", access=CONCERNED, audited=True, answer=AttachedFiles(), answer_example=FILES,
    zh="需求的文件\n提出、留言、答复所附各文件的名称、类型与大小；限可以查看该需求的人，内部备注的文件只有公安机关看得到。每次查看均留痕。",
    en="Files of a request\nName, type and size of what came with it, with its messages and with its answer, for those "
       "who may see it; to the bureau's side those of notes, too. Each look is on the audit trail.",
)  # fmt: skip
def files(request: str) -> Data:
    named = ask("liaison.request_files", {"request": request})["files"]
    return {"items": told(runtime().files, named, asking().bureau)}


@area.get(
    "/requests/<id:request>/files/<id:file>", access=CONCERNED, veiled=Veiled.EVERYBODY, audited=True, media_type="*/*",
    zh="下载需求的文件\n限可以查看该需求的人；每次下载均留痕。",
    en="Download a file of a request\nFor those who may see it; every download is on the audit trail.",
)  # fmt: skip
def file(request: str, file: str) -> Response:
    named = ask("liaison.request_file", {"request": request, "file": file})["file"]
    return served(runtime().files.find(named, asking().bureau))
