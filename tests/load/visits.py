"""What a page costs on the wire: everything that it brings with it, and what is left of that the next time."""

from __future__ import annotations

import gzip
import re
import urllib.request
from collections.abc import Iterable

ASSET = re.compile(r'"(/assets/[^"#]+)')
# As browsers ask.
HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip, deflate, br, zstd"}


def visits(url: str, path: str, cookie: str) -> dict[str, int]:
    """Bytes of bodies as they are sent, to who comes for the `first` time and to who comes `again`.

    Who comes again asks only for what the browser may not keep: what it kept for ever is not asked for at all.
    """
    page, kept = _sent(url + path, cookie)
    files = [(len(body), lasting) for body, lasting in _assets(url, page, cookie)]
    first = len(page) + sum(size for size, _ in files)
    again = (0 if kept else len(page)) + sum(size for size, lasting in files if not lasting)
    return {"first": first, "again": again}


def _assets(url: str, page: bytes, cookie: str) -> Iterable[tuple[bytes, bool]]:
    text = gzip.decompress(page) if page.startswith(b"\x1f\x8b") else page
    for path in sorted(set(ASSET.findall(text.decode()))):
        yield _sent(url + path, cookie)


def _sent(url: str, cookie: str) -> tuple[bytes, bool]:
    """A body as it comes over the wire, and whether a browser keeps it without asking again."""
    request = urllib.request.Request(url, headers=HEADERS | {"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read(), "immutable" in answer.headers.get("Cache-Control", "")
