"""Files that a request names: whose they are is checked here, because services know files by their ids alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from gateway.auth.principal import Principal
from gateway.files.bucket import FileRecord, Files
from gateway.files.kinds import Kind
from shared.errors import FieldProblem, Invalid, NotFound

ATTACHABLE: Final = frozenset({Kind.ATTACHMENT, Kind.EVIDENCE})
MIB: Final = 1024 * 1024
Reference = Mapping[str, Any]


def described(
    files: Files,
    who: Principal,
    given: Sequence[Reference],
    place: str,
    most: int,
    *,
    known: Mapping[str, Reference] | None = None,
) -> list[dict[str, Any]]:
    """The named files with their name, type, SHA-256 and size. `known` are passed over: they were checked before.

    Raises: Invalid at `place` for a file that is not of `who`, of another kind, or of more than `most` bytes.
    """
    problems: list[FieldProblem] = []
    found: list[dict[str, Any]] = []
    for number, reference in enumerate(given):
        file = reference["file"]
        if known and file in known:
            found.append(dict(known[file]))
            continue
        record = _own(files, who, file)
        if rule := _problem(record, most):
            problems.append(FieldProblem(f"{place}/{number}/file", rule, {"max": most // MIB}))
        elif record is not None:
            about = ("name", "media_type", "sha256", "size")
            found.append({"file": record.id} | {name: getattr(record, name) for name in about})
    if problems:
        raise Invalid("validation", problems=problems)
    return found


def _own(files: Files, who: Principal, file: str) -> FileRecord | None:
    try:
        record = files.find(file, who.bureau)
    except NotFound:
        return None
    return record if record.owner == who.account else None


def _problem(record: FileRecord | None, most: int) -> str:
    if record is None:
        return "attachment.not_own"
    if record.kind not in ATTACHABLE:
        return "attachment.kind"
    return "attachment.size" if record.size > most else ""
