"""Which parts of an office file go, and which elements and attributes of the others name people, times and places."""

from __future__ import annotations

import re
from typing import Final

from gateway.files.cleaning.report import FieldClass

P, D, A, H, C, O = FieldClass  # noqa: E741 (the six classes in their order)

# Whole parts, by name (in small letters): properties, thumbnails, people, revision logs, signatures, bound data,
# extensions.
DROPPED: Final[tuple[tuple[re.Pattern[str], FieldClass], ...]] = tuple(
    (re.compile(pattern), class_)
    for pattern, class_ in (
        (r"docprops/core\.xml", A),
        (r"docprops/(app|custom)\.xml", H),
        (r"docprops/.*", O),
        (r"docmetadata/.*", A),
        (r"_xmlsignatures/.*", A),
        (r"(.*/)?thumbnail\.\w+", O),
        (r"word/people\.xml", A),
        (r"word/commentsextensible\.xml", H),
        (r"xl/revisions/.*|xl/usernames\.xml", A),
        (r"ppt/(changesinfos/.*|revisioninfo\.xml)", H),
        (r"(.*/)?printersettings\d*\.bin|(.*/)?printersettings/.*", D),
        (r"customxml/.*", O),
        (r"\[trash\]/.*", O),
        # What extends the program that opens the document, and asks others for that.
        (r"(.*/)?webextensions/.*|(customui|usercustomization)/.*", O),
    )
)
# Relationships whose target lies outside and must not be named: a template's path, the source of a mail merge.
DROPPED_RELATIONS: Final = re.compile(r"/(attachedTemplate|mailMerge\w+|recipientData|transform)$")

# Elements by their local name.
DROPPED_ELEMENTS: Final[dict[str, FieldClass]] = {
    "rsids": H, "rsid": H, "docId": H, "attachedTemplate": P, "mailMerge": O, "docVars": O, "saveThroughXslt": O,
    "printerSettings": D, "dataBinding": O, "absPath": P, "revisionPtr": H,
}  # fmt: skip
# Attributes by their local name: what they become; nothing: they go.
ATTRIBUTES: Final[dict[str, tuple[FieldClass, str | None]]] = {
    "author": (A, "Author"), "initials": (A, "A"), "lastEditedBy": (A, "Author"), "refreshedBy": (A, "Author"),
    "userName": (A, "Author"), "userId": (A, "Author"), "providerId": (A, "None"), "refreshedDate": (H, None),
    "dateUtc": (H, None), "odcFile": (P, None), "sourceFile": (P, None), "documentId": (H, None),
}  # fmt: skip
# Attributes of named elements alone, because elsewhere they are something else.
OWN_ATTRIBUTES: Final[dict[tuple[str, str], tuple[FieldClass, str | None]]] = {
    ("person", "displayName"): (A, "Author"), ("cmAuthor", "name"): (A, "Author"), ("author", "name"): (A, "Author"),
    ("customWorkbookView", "name"): (A, "View"), ("cm", "dt"): (H, None), ("threadedComment", "dT"): (H, None),
    ("cm", "created"): (H, "1970-01-01T00:00:00.000"), ("reply", "created"): (H, "1970-01-01T00:00:00.000"),
}  # fmt: skip
# Elements that were changed by somebody at some time (`w:date`); in others a date is content.
TRACKED: Final = re.compile(
    r"ins|del|moveFrom|moveTo|moveFromRangeStart|moveToRangeStart|comment|cell(Ins|Del|Merge)|numberingChange"
    r"|customXml\w+RangeStart|\w+Change"
)
# The text of such an element in xl/comments is a name.
NAME_TEXT: Final = ("comments", "authors", "author")
# Alternative texts that a program has filled in by itself: where the picture lay on somebody's disk.
DESCRIPTIONS: Final = frozenset({"descr", "title", "name", "alt", "src", "href"})
PATH: Final = re.compile(r"^(file:|[A-Za-z]:[\\/]|\\\\|/(Users|home|Volumes|var|private)/)")
# The folders of a path within quotation marks: in the instruction of a field, in a drawing that is no XML.
FOLDERS: Final = re.compile(
    r"""(["'])(?:file:|[A-Za-z]:[\\/]|\\\\|/(?:Users|home|Volumes|var|private)/)[^"'<>]*[\\/]"""
)


def dropped(name: str) -> FieldClass | None:
    """What a part tells that is not kept; None for one that stays."""
    return next((class_ for pattern, class_ in DROPPED if pattern.fullmatch(name.lower())), None)


def without_folders(text: str) -> str:
    """A text whose quoted paths are the files' names alone."""
    return FOLDERS.sub(r"\1", text)


def last_step(path: str) -> str:
    """A file's name without the folders before it."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]
