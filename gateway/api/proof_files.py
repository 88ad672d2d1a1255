"""Proof (凭证) of publications and of metrics: each file for who may see what it proves."""

from __future__ import annotations

from flask import Response

from gateway.api.ask import ask
from gateway.api.downloads import served, small
from gateway.api.publications import area
from gateway.api.submissions import SEES
from gateway.current import asking
from gateway.files.records import FileRecord
from gateway.files.schemas import Download, Thumbnail
from gateway.files.thumbnails import MEDIA_TYPE
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation


@area.get(
    "/publications/<id:publication>/proof/<id:file>", access=SEES, audited=True, media_type="*/*", query=Download(),
    ranged=True,
    zh="下载刊发凭证\n限可以查看该刊发的人，含更正前各版本的凭证；每次下载均留痕。",
    en="Download proof of a publication\nFor those who may see it, that of earlier versions as well; every download is "
       "on the audit trail.",
)  # fmt: skip
def publication_proof(publication: str, file: str, data: Data) -> Response:
    inline = validation.load(Download(), data)["inline"]
    return served(_proves("publication", publication, file), inline=inline)


@area.get(
    "/publications/<id:publication>/proof/<id:file>/thumbnail", access=SEES, audited=True, media_type=MEDIA_TYPE,
    query=Thumbnail(),
    zh="刊发凭证缩略图\nWebP，长边 256 或 512 像素；权限与下载该凭证相同，同样留痕。不能生成时 404。",
    en="A small picture of proof of a publication\nAs WebP with 256 or 512 pixels on its longer side; for those who "
       "may download the proof, and on the audit trail as well. 404 where there can be none.",
)  # fmt: skip
def publication_proof_thumbnail(publication: str, file: str, data: Data) -> Response:
    size = validation.load(Thumbnail(), data)["size"]
    return small(_proves("publication", publication, file), size)


@area.get(
    "/metrics/<id:metrics>/proof/<id:file>", access=SEES, audited=True, media_type="*/*", query=Download(), ranged=True,
    zh="下载传播数据凭证\n限可以查看该次数据的人，含待核实更正的凭证；每次下载均留痕。",
    en="Download proof of metrics\nFor those who may see them, that of a correction that waits as well; every download "
       "is on the audit trail.",
)  # fmt: skip
def metrics_proof(metrics: str, file: str, data: Data) -> Response:
    inline = validation.load(Download(), data)["inline"]
    return served(_proves("metrics", metrics, file), inline=inline)


@area.get(
    "/metrics/<id:metrics>/proof/<id:file>/thumbnail", access=SEES, audited=True, media_type=MEDIA_TYPE,
    query=Thumbnail(),
    zh="传播数据凭证缩略图\nWebP，长边 256 或 512 像素；权限与下载该凭证相同，同样留痕。不能生成时 404。",
    en="A small picture of proof of metrics\nAs WebP with 256 or 512 pixels on its longer side; for those who may "
       "download the proof, and on the audit trail as well. 404 where there can be none.",
)  # fmt: skip
def metrics_proof_thumbnail(metrics: str, file: str, data: Data) -> Response:
    return small(_proves("metrics", metrics, file), validation.load(Thumbnail(), data)["size"])


def _proves(what: str, id_: str, file: str) -> FileRecord:
    """A file that proves what the caller may see. Raises: NotFound."""
    named = ask(f"submission.{what}_proof", {what: id_, "file": file})["file"]
    return runtime().files.find(named, asking().bureau)
