"""附件 / Files. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Literal, Unpack

from jingmei_client.answers import Answer, Download
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, File, Options, part


class Files(Area):
    """附件 / Files"""

    def upload(
        self, file: File, *, kind: Literal["evidence", "sheet", "attachment"], **options: Unpack[Options],
    ) -> Answer:
        """上传文件 / Upload a file."""
        return self._upload("/v1/files", options, file, form={"kind": kind})

    def allowance(self, **options: Unpack[Options]) -> Answer:
        """今日可上传量 / What may be uploaded today."""
        return self._call("GET", "/v1/files/allowance", options)

    def download(self, file: str, *, inline: bool | Absent = ABSENT, **options: Unpack[Options]) -> Download:
        """下载尚未使用的文件 / Download a file that nothing has."""
        return self._download(f"/v1/files/{part(file)}", options, query={"inline": inline})

    def metadata(self, file: str, **options: Unpack[Options]) -> Answer:
        """文件信息 / About a file."""
        return self._call("GET", f"/v1/files/{part(file)}/metadata", options)

    def thumbnail(
        self, file: str, *, size: Literal[256, 512] | Absent = ABSENT, **options: Unpack[Options],
    ) -> Download:
        """尚未使用的文件的缩略图 / A small picture of a file that nothing has."""
        return self._download(f"/v1/files/{part(file)}/thumbnail", options, query={"size": size})
