"""What a PDF does by itself or starts when somebody clicks (ISO 32000-2, 12.6), and where its links lead on a disk.

A document that others open runs no script, starts no program and sends nothing; it still turns its pages and links.
"""

from __future__ import annotations

from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from gateway.files.cleaning.office_names import PATH, last_step
from gateway.files.cleaning.report import FieldClass, Found

ACTIVE: Final = frozenset({
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute", "/GoTo3DView",
})  # fmt: skip
# Where structure elements stand, whose /S says what they are: by what a dictionary calls itself nothing is kept.
STRUCTURE: Final = frozenset({"/K", "/P"})
RUNNING: Final = ("javascript:", "vbscript:", "data:")
# What a document may do when it is opened: show a page.
OPENING: Final = "/GoTo"
# Alternative texts that programs fill in with the picture's path.
DESCRIPTIONS: Final = ("/Alt", "/TU")
ROOT: Final = ("/JavaScript", "/Renditions")


def of_document(document: Pdf, found: Found) -> None:
    """Take out scripts with a name, what opening does, and where links of the document begin."""
    root = document.Root
    if isinstance(root.get("/Names"), Dictionary):
        found[FieldClass.OTHER] += sum(drop(root.Names, name) for name in ROOT)
    opening = root.get("/OpenAction")
    if isinstance(opening, Dictionary) and (str(opening.get("/S")) != OPENING or "/Next" in opening):
        found[FieldClass.OTHER] += drop(root, "/OpenAction")
    base = root.get("/URI")
    if isinstance(base, Dictionary) and isinstance(base.get("/Base"), String) and PATH.match(str(base.Base)):
        found[FieldClass.PLACE] += drop(root, "/URI")
    layers = root.get("/OCProperties")
    if isinstance(layers, Dictionary) and isinstance(layers.get("/D"), Dictionary):
        found[FieldClass.AUTHOR] += drop(layers.D, "/Creator")


def of_part(part: Any, found: Found) -> None:
    """Take out of a dictionary what runs, and the folders in its links and descriptions."""
    for name in list(part.keys()):
        value = part[name]
        if name == "/OnInstantiate" or (name not in STRUCTURE and runs(value)) or (name == "/AA" and triggers(value)):
            found[FieldClass.OTHER] += drop(part, name)
        elif name == "/Next" and isinstance(value, Array):
            kept = [one for one in value if not runs(one)]
            if len(kept) < len(value):
                found[FieldClass.OTHER] += len(value) - len(kept)
                part["/Next"] = Array(kept)
    for name in ("/URI", *DESCRIPTIONS):
        text = part.get(name)
        if isinstance(text, String) and PATH.match(str(text)):
            found[FieldClass.PLACE] += 1
            part[name] = String(last_step(str(text)))


def drop(part: Any, name: str) -> int:
    """Take a key out; 1 when it was there, else 0."""
    if name not in part:
        return 0
    del part[name]
    return 1


def runs(value: Object) -> bool:
    """Whether this is an action that does more than to show or to lead somewhere, whatever it says to be."""
    if not isinstance(value, Dictionary):
        return False
    kind = value.get("/S")
    if kind == Name.URI:
        return str(value.get("/URI", "")).strip().lower().startswith(RUNNING)
    return isinstance(kind, Name) and str(kind) in ACTIVE


def triggers(value: Object) -> bool:
    """Whether there is an action in it; a resource may have such a name (`/AA`), too."""
    return isinstance(value, Dictionary) and any(
        isinstance(one, Dictionary) and isinstance(one.get("/S"), Name)
        for one in (value[name] for name in value.keys())  # noqa: SIM118 (not a mapping)
    )
