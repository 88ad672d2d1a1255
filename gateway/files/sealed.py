"""Sheets have people's phones and identity numbers in them: their bytes are kept sealed (AES-256-GCM, the ring of field
keys), each chunk as its place in its file of its bureau, so that none can be moved or left out of order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.files.kinds import Kind
from gateway.files.records import FileRecord
from shared.identity.cipher import FieldCipher, Unsealable

AS: Final = "file-chunk"


class Safe:
    """Seals and opens chunks. Without a cipher sealed files are not read, and none is sealed."""

    def __init__(self, cipher: FieldCipher | None) -> None:
        self._cipher = cipher

    def key(self, about: Mapping[str, Any]) -> str:
        """The id of the key under which a file that comes is sealed; empty for one that is not."""
        return self._cipher.current if self._cipher is not None and about["kind"] == Kind.SHEET else ""

    def kept(self, part: bytes, id_: str, number: int, about: Mapping[str, Any]) -> bytes:
        """What is kept of a chunk."""
        if self._cipher is None or not about.get("sealed"):
            return part
        return self._cipher.seal_bytes(part, kind=AS, bureau=about["bureau"], owner=f"{id_}/{number}")

    def plain(self, record: FileRecord, number: int, data: bytes) -> bytes:
        """What is in a chunk. Raises: Unsealable when its key left the ring, or somebody altered or moved it."""
        if not record.sealed:
            return data
        if self._cipher is None:
            raise Unsealable("there is no ring of keys here")
        owner = f"{record.id}/{number}"
        return self._cipher.unseal_bytes(data, record.sealed, kind=AS, bureau=record.bureau, owner=owner)
