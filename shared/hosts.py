"""Hosts of addresses, in the form in which they are compared: small letters, punycode, without `www.`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit


def canonical_host(text: str) -> str:
    """The host as compared. Raises: UnicodeError for a name that cannot be one."""
    ascii_only = text if text.isascii() else text.encode("idna").decode()
    return ascii_only.lower().removeprefix("www.")


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
