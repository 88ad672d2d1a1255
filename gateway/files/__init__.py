"""Uploaded files (附件): in GridFS, with their bureau, owner, type by content and SHA-256.

Bytes never travel over RabbitMQ: services know files by their ids.
"""

from __future__ import annotations

from typing import IO

from gridfs.grid_file import GridOut

from gateway.auth.principal import Principal
from gateway.current import runtime
from gateway.files.bucket import FileRecord, Files
from gateway.files.kinds import Kind

__all__ = ["FileRecord", "Files", "Kind", "open", "store"]


def store(stream: IO[bytes], filename: str, kind: Kind | str, principal: Principal) -> FileRecord:
    """Keep a file of who is signed in. Raises: Invalid when its content is not of a type that the kind allows."""
    return runtime().files.store(stream, filename, Kind(kind), principal)


def open(file_id: str, bureau: str) -> GridOut:
    """A file of the bureau, to be read, sought in and closed (a context manager). Raises: NotFound."""
    return runtime().files.open(file_id, bureau)
