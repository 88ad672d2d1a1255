"""Hosts of addresses, in the form in which they are compared: small letters, punycode (IDNA 2008 after UTS 46, as
browsers do), no dot at the end, no `www.`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from url_normalize.normalize_host import normalize_host

# However often it is written; a name that is no more than that stays.
WWW = re.compile(r"^(?:www\.)+(?=[^.]+\.)")


def canonical_host(text: str) -> str:
    """The host as compared, which is its own form. Raises: UnicodeError for a name that cannot be one."""
    # Twice: a character may stand for a dot (。) or for more than one letter with one (⒈), which leaves an empty label.
    return WWW.sub("", normalize_host(normalize_host(text)))


def host_of(url: str) -> str:
    """The host of an address as compared; empty when it has none that can be read."""
    try:
        return canonical_host(urlsplit(url).hostname or "")
    except ValueError:  # UnicodeError is one
        return ""


def above(host: str) -> Iterator[str]:
    """A host and those that it stands under, the nearest first: a.b.cn, b.cn, cn."""
    while host:
        yield host
        host = host.partition(".")[2]


def under(host: str, hosts: Iterable[str]) -> bool:
    """Whether a host is one of these or stands under one."""
    return not set(above(host)).isdisjoint(hosts)
