"""Uploaded files (附件): in GridFS, with their bureau, owner, type by content and SHA-256.

Bytes never travel over RabbitMQ: services know files by their ids.
"""

from __future__ import annotations

from gateway.files.bucket import FileRecord, Files, Owner
from gateway.files.door import Door
from gateway.files.kinds import Kind
from gateway.files.thumbnails import Thumbnails

__all__ = ["Door", "FileRecord", "Files", "Kind", "Owner", "Thumbnails"]
