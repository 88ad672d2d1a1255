"""断点续传 / Resumable uploads. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part


class Uploads(Area):
    """断点续传 / Resumable uploads"""

    def begin(
        self, content: bytes = b"", *, upload_length: int | Absent = ABSENT, upload_defer_length: str | Absent = ABSENT,
        upload_metadata: str | Absent = ABSENT, upload_checksum: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """开始续传（tus 1.0） / Begin a resumable upload (tus 1.0)."""
        return self._call(
            "POST", "/v1/uploads", options, headers={"Tus-Resumable": "1.0.0", "Upload-Length": upload_length,
            "Upload-Defer-Length": upload_defer_length, "Upload-Metadata": upload_metadata,
            "Upload-Checksum": upload_checksum}, content=("application/offset+octet-stream", content),
        )

    def progress(self, upload: str, **options: Unpack[Options]) -> Answer:
        """续传进度 / How far an upload is."""
        return self._call("GET", f"/v1/uploads/{part(upload)}", options)

    def append(
        self, upload: str, content: bytes, *, upload_offset: int, upload_length: int | Absent = ABSENT,
        upload_checksum: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """发送一段（tus 1.0） / Send a part (tus 1.0)."""
        return self._call(
            "PATCH", f"/v1/uploads/{part(upload)}", options, headers={"Tus-Resumable": "1.0.0",
            "Upload-Offset": upload_offset, "Upload-Length": upload_length, "Upload-Checksum": upload_checksum},
            content=("application/offset+octet-stream", content),
        )

    def cancel(self, upload: str, **options: Unpack[Options]) -> Answer:
        """取消续传（tus 1.0） / Cancel (tus 1.0)."""
        return self._call("DELETE", f"/v1/uploads/{part(upload)}", options, headers={"Tus-Resumable": "1.0.0"})
