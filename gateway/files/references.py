"""Files that a request names: whose they are is checked here, because services know files by their ids alone.

Every endpoint that takes a file's id has it checked by `described` (with what is known of it) or by `require_own`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from gateway.auth.principal import Principal
from gateway.files.bucket import Files
from gateway.files.kinds import Family, Kind, names_of, types_of
from gateway.files.records import FileRecord
from shared.errors import FieldProblem, Invalid, NotFound

ATTACHABLE: Final = frozenset({Kind.ATTACHMENT, Kind.EVIDENCE})
PICTURES: Final = types_of(Family.PICTURE)
NAMED: Final = {"zh": "、".join(names_of(Family.PICTURE)), "en": ", ".join(names_of(Family.PICTURE))}
MIB: Final = 1024 * 1024
# What proves something is as large as a picture or a letter, not as a film.
MAX_PROOF: Final = 20 * MIB
ABOUT: Final = ("name", "media_type", "sha256", "size")
Reference = Mapping[str, Any]


def described(
    files: Files,
    who: Principal,
    given: Sequence[Reference],
    place: str,
    most: int,
    *,
    known: Mapping[str, Reference] | None = None,
    private: bool = False,
) -> list[dict[str, Any]]:
    """The named files with their name, type, SHA-256 and size. `known` are passed over: they were checked before.

    Raises: see `require_own`.
    """
    before = known or {}
    named = [(f"{place}/{number}/file", reference["file"]) for number, reference in enumerate(given)]
    own = require_own(files, who, named, most, known=before, private=private)
    return [dict(before[file]) if file in before else _about(own[file]) for _, file in named]


def told(files: Files, named: Iterable[str], bureau: str) -> list[dict[str, Any]]:
    """What is known of files that a service has, to show them by their names; one that is gone is left out."""
    found = []
    for each in named:
        with suppress(NotFound):
            found.append(_about(files.find(each, bureau)))
    return found


def require_own(
    files: Files,
    who: Principal,
    named: Iterable[tuple[str, str]],
    most: int = MAX_PROOF,
    *,
    types: Collection[str] | None = None,
    known: Collection[str] = (),
    private: bool = False,
) -> dict[str, FileRecord]:
    """The files that are `named` (place and id), by id. `types`: the only ones that fit, where not all do; `private`:
    of an endpoint that makes them so (`Declaration.private_files`).

    Those that are `known` were checked before and are passed over.

    Raises: Invalid with the place of each that is not of `who`, does not fit, has more than `most` bytes, or is named
    where others read it while it is to be private, or the other way round.
    """
    problems: list[FieldProblem] = []
    own: dict[str, FileRecord] = {}
    for place, file in named:
        if file in known:
            continue
        record = _own(files, who, file)
        if rule := _problem(record, most, types, private=private):
            problems.append(FieldProblem(place, rule, {"max": most // MIB, "allowed": NAMED}))
        elif record is not None:
            own[file] = record
    if problems:
        raise Invalid("validation", problems=problems)
    return own


def of_proofs(proofs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Place and id of each file of a list of proofs."""
    for number, proof in enumerate(proofs):
        for index, file in enumerate(proof["files"]):
            yield f"/proofs/{number}/files/{index}", file


def _about(record: FileRecord) -> dict[str, Any]:
    return {"file": record.id} | {name: getattr(record, name) for name in ABOUT}


def _own(files: Files, who: Principal, file: str) -> FileRecord | None:
    try:
        record = files.find(file, who.bureau)
    except NotFound:
        return None
    return record if record.owner == who.account else None


def _problem(record: FileRecord | None, most: int, types: Collection[str] | None, *, private: bool) -> str:
    if record is None:
        return "attachment.not_own"
    if record.kind not in ATTACHABLE:
        return "attachment.kind"
    if types is not None and record.media_type not in types:
        return "attachment.picture"
    if record.size > most:
        return "attachment.size"
    if record.private != private:
        return "attachment.private" if record.private else "attachment.elsewhere"
    return ""
