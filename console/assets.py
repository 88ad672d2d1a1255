"""Files of others from their installed packages, ours from static/: under an address with their digest, for ever."""

from __future__ import annotations

import gzip
import re
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, request, url_for

OURS: Final = Path(__file__).parent / "static"
TEMPLATES: Final = Path(__file__).parent / "templates"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
YEAR: Final = 31_536_000
SYMBOL: Final = re.compile(rb'<symbol[^>]* id="([a-z0-9-]+)".*?</symbol>', re.DOTALL)
# How templates and the menu name an icon.
ICON: Final = re.compile(r"""icon\(\s*['"]([a-z0-9-]+)['"]\s*\)|icon=['"]([a-z0-9-]+)['"]""")

blueprint = Blueprint("assets", __name__)


def package(name: str) -> Path:
    """The folder of an installed package, which is never imported."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise LookupError(f"{name} is not installed")
    return Path(found.submodule_search_locations[0])


@cache
def files() -> dict[str, Path]:
    """Every file that a page may name."""
    bootstrap = package("flask_bootstrap") / "static" / "bootstrap5"
    htmx = package("django_htmx") / "static" / "django_htmx"
    others = {
        "bootstrap.css": bootstrap / "css" / "bootstrap.min.css",
        "icons.svg": bootstrap / "icons" / "bootstrap-icons.svg",
        "htmx.js": htmx / "htmx-2.min.js",
    }
    return others | {path.name: path for path in OURS.iterdir()}


@cache
def icons() -> tuple[str, ...]:
    """The icons that templates and the menu name."""
    sources = [*TEMPLATES.rglob("*.html"), Path(__file__).parent / "places.py"]
    found = (match for path in sources for match in ICON.findall(path.read_text(encoding="utf-8")))
    return tuple(sorted({one or other for one, other in found}))


@cache
def content(name: str) -> tuple[bytes, bytes, str]:
    """A file's bytes, the same compressed, and its digest. Raises: KeyError."""
    raw = files()[name].read_bytes()
    if name == "icons.svg":
        raw = sprite(raw)
    if name == "bootstrap.css":
        raw = raw.partition(b"/*# sourceMappingURL")[0]
    return raw, gzip.compress(raw, 9, mtime=0), sha256(raw).hexdigest()[:16]


def sprite(whole: bytes) -> bytes:
    """The icons in use: some kB of 1.1 MB. Raises: KeyError for one that is not there."""
    found = {match[1].decode(): match[0] for match in SYMBOL.finditer(whole)}
    return b'<svg xmlns="http://www.w3.org/2000/svg">' + b"".join(found[name] for name in icons()) + b"</svg>"


def address(name: str) -> str:
    """Where a page finds a file."""
    return url_for("assets.asset", digest=content(name)[2], name=name)


@blueprint.get("/assets/<digest>/<name>")
def asset(digest: str, name: str) -> Response:
    """One file."""
    if name not in files() or digest != content(name)[2]:
        abort(404)
    raw, small, _ = content(name)
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(small if zipped else raw, content_type=TYPES[Path(name).suffix])
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response
