"""What the headers of tus 1.0 say (https://tus.io/protocols/resumable-upload)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.datastructures import Headers

from gateway.errors import BadRequest, TooLarge
from gateway.files.kinds import Kind, Limits, mebibytes, most
from gateway.files.schemas import Upload as Form
from shared import validation
from shared.errors import FieldProblem, Invalid, VersionMismatch

VERSION: Final = "1.0.0"
EXTENSIONS: Final = (
    "creation", "creation-with-upload", "creation-defer-length", "expiration", "checksum", "termination",
)  # fmt: skip
ALGORITHMS: Final = ("sha1", "sha256")
MEDIA_TYPE: Final = "application/offset+octet-stream"
NUMBER: Final = re.compile(r"^(0|[1-9][0-9]{0,15})$")


@dataclass(frozen=True)
class Announced:
    """What somebody is going to send. `length` in bytes, None when it will be told later; `metadata` as it was told."""

    kind: Kind
    name: str
    length: int | None
    metadata: str


@dataclass(frozen=True)
class Checksum:
    """What a part's bytes must come to."""

    algorithm: str
    digest: bytes

    def begun(self) -> Any:
        """A hash to feed."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def require_version(headers: Headers) -> None:
    """Raises: VersionMismatch, which tus asks for, too."""
    if headers.get("Tus-Resumable") != VERSION:
        raise VersionMismatch("upload.protocol", expected=VERSION)


def announced(headers: Headers, limits: Limits) -> Announced:
    """What a new upload will be. Raises: Invalid, BadRequest, TooLarge."""
    text = headers.get("Upload-Metadata", "")
    told = metadata(text)
    try:
        kind = Kind(validation.load(Form(), {"kind": told["kind"]} if "kind" in told else {})["kind"])
    except Invalid as error:
        problems = [FieldProblem(f"/Upload-Metadata{each.pointer}", each.rule, each.params) for each in error.problems]
        raise Invalid("validation", problems=problems) from None
    deferred = headers.get("Upload-Defer-Length")
    if (deferred is None) == ("Upload-Length" not in headers) or deferred not in (None, "1"):
        raise BadRequest("upload.length_or_defer")
    length = None if deferred else number(headers, "Upload-Length")
    if length is not None:
        require_length(length, most(kind, limits))
    return Announced(kind, told.get("filename") or told.get("name") or "", length, text)


def require_length(length: int, limit: int) -> None:
    """Raises: Invalid for an empty file, TooLarge for one that no type of its kind may be as large as."""
    if length == 0:
        raise Invalid("validation", problems=[FieldProblem("/Upload-Length", "file.empty")])
    if length > limit:
        raise TooLarge("upload.too_large", max=mebibytes(limit))


def number(headers: Headers, name: str) -> int:
    """A number of bytes. Raises: Invalid."""
    given = headers.get(name)
    if given is None or not NUMBER.match(given):
        rule = "required" if given is None else "upload.number"
        raise Invalid("validation", problems=[FieldProblem(f"/{name}", rule)])
    return int(given)


def metadata(text: str) -> dict[str, str]:
    """Names and texts of `Upload-Metadata`: pairs of a name and the base64 of a text. Raises: Invalid."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            problem = FieldProblem("/Upload-Metadata", "upload.metadata", {"name": name[:40]})
            raise Invalid("validation", problems=[problem]) from None
    return found


def checksum(headers: Headers) -> Checksum | None:
    """What `Upload-Checksum` says: an algorithm and the base64 of a digest. Raises: BadRequest."""
    if (given := headers.get("Upload-Checksum")) is None:
        return None
    algorithm, _, text = given.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadRequest("upload.checksum_algorithm", allowed=list(ALGORITHMS))
    try:
        return Checksum(algorithm, base64.b64decode(text.strip(), validate=True))
    except binascii.Error:
        raise BadRequest("upload.checksum_form") from None
