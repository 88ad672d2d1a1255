"""From any spelling of an address to the canonical one."""

from __future__ import annotations

from shared.addresses.general import read, write
from shared.addresses.platforms import identify


def canonical(url: str) -> str:
    """The canonical address of the page that `url` (absolute, http or https) names: `https://…`, the same for every
    spelling, and its own canonical address. Raises: ValueError for what is no such address."""
    page = read(url)
    return identify(page) or write(page)
