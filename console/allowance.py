"""What may still be uploaded today, for pages with a field for files: a word when little is left, and none before."""

from __future__ import annotations

from flask import g

from console.asking import api, session
from jingmei_client import Problem, Unreachable


def files_left() -> str:
    """The API's sentence, asked for once a page; empty as long as there is enough, or where it cannot be asked."""
    if "files_left" not in g:
        g.files_left = _asked() if session() is not None else ""
    return str(g.files_left)


def _asked() -> str:
    try:
        return str(api().files.allowance()["text"])
    except (Problem, Unreachable):
        return ""  # the upload itself will say what is the matter
