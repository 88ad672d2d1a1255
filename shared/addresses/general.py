"""The general rule: RFC 3986, section 6 (syntax-based normalisation, by url-normalize), and what the web makes of it.

http and https, with and without www., with and without a slash at the end, whatever order its parameters have and
whoever is tracked by them: one page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from url_normalize import url_normalize

from shared.addresses.page import Page
from shared.addresses.tracking import tracks
from shared.hosts import canonical_host

# What the library would complete to an address.
ABSOLUTE = re.compile(r"https?://[^/?#]", re.IGNORECASE)
# The session of a Java server in the path, as it comes when a reader has no cookies.
SESSION = re.compile(r";jsessionid=[^/]*", re.ASCII | re.IGNORECASE)
# A fragment is a place in a page, except where it is the page: the route of a one-page application. A path that names
# an article's own file is no such application.
ROUTES = ("/", "!/")
ARTICLE = re.compile(r"/(?!index\.)[^/]*\d[^/]*\.s?html?\Z", re.ASCII | re.IGNORECASE)


def read(url: str) -> Page:
    """An http or https address in its parts, normalised. Raises: ValueError for what is no such address."""
    if not ABSOLUTE.match(url.strip()):
        raise ValueError(f"no address: {url!r}")
    base, _, fragment = url.strip().replace("&amp;", "&").partition("#")
    base, mark, query = base.partition("?")
    normal = url_normalize(f"{SESSION.sub('', base)}{mark}{query.replace('+', '%20')}")
    parts = urlsplit(_one_scheme(normal or ""))
    if not parts.hostname:
        raise ValueError(f"no address: {url!r}")
    return Page(
        host=canonical_host(parts.hostname),
        port=f":{parts.port}" if parts.port not in (None, 80, 443) else "",
        path=parts.path.rstrip("/"),
        query=tuple(_pairs(parts.query)),
        route="" if ARTICLE.search(parts.path) else _route(fragment),
    )


def write(page: Page) -> str:
    """The address of a page by the general rule."""
    query = _query(page.host, page.query)
    host = f"[{page.host}]" if ":" in page.host else page.host
    route = f"#{page.route}" if page.route else ""
    return f"https://{host}{page.port}{page.path or '/'}{query}{route}"


def _one_scheme(url: str) -> str:
    return re.sub(r"^https?:", "https:", url, flags=re.IGNORECASE)


def _pairs(query: str) -> list[tuple[str, str]]:
    found = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name:
            found.append((name, value))
    return found


def _query(host: str, pairs: Iterable[tuple[str, str]]) -> str:
    kept = sorted({pair for pair in pairs if not tracks(host, *pair)})
    text = "&".join(f"{name}={value}" if value else name for name, value in kept)
    return f"?{text}" if text else ""


def _route(fragment: str) -> str:
    """The route in a fragment, without who came along it, or nothing."""
    if not fragment.startswith(ROUTES):
        return ""
    normal = url_normalize(f"https://route{fragment.removeprefix('!').partition('?')[0]}") or ""
    path = urlsplit(normal).path.rstrip("/")
    query = _query("", _pairs(fragment.partition("?")[2]))
    mark = "!" if fragment.startswith("!") else ""
    return f"{mark}{path or '/'}{query}" if path or query else ""
