"""Files that a form has already, as the macro `files` shows them: `{id, name, size}`, and whether they are attached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from console.asking import api
from console.forms import Form
from console.words import text
from jingmei_client import Problem


def held(form: Form, name: str, known: Iterable[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
    """The files whose ids a field has, as `{id, name, size}` for the macro `files`; `known` are those that need not be
    asked for: entries of a work's `attachments`."""
    there = {each["file"]: {"id": each["file"], "name": each["name"], "size": each["size"]} for each in known}
    return [there.get(file) or _metadata(file, number) for number, file in enumerate(form.many(name), 1)]


def kept_files(files: Iterable[str]) -> list[dict[str, Any]]:
    """Files that a form has, as the macro `files` shows them."""
    return [_metadata(file, number) for number, file in enumerate(files, 1)]


def _metadata(file: str, number: int) -> dict[str, Any]:
    try:
        return dict(api().files.metadata(file))
    except Problem:
        # A colleague's: it stays in the form all the same, under the name that it has for its readers.
        return {"id": file, "name": text("bulletins.file", number=number), "size": 0}
