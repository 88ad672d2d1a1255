"""Where something appeared, in the form in which places are compared: one article is at one place."""

from __future__ import annotations

from datetime import datetime

from shared.addresses import canonical
from shared.clock import local_date
from shared.contracts.outlet_terms import Platform

# Where something can appear without an address.
WITHOUT_URL = frozenset({Platform.NEWSPAPER, Platform.TV, Platform.RADIO})


def place_of(platform: Platform, media: str, url: str, published_at: datetime) -> str:
    """The canonical address; where there is none the medium and its day (Asia/Shanghai).

    What is no address, from before addresses were checked, is a place as it stands.
    """
    if not url:
        return f"{platform}:{media}:{local_date(published_at)}"
    try:
        return canonical(url)
    except ValueError:
        return url


def url_problem(platform: Platform, url: str) -> str:
    """The rule that an address breaks, or nothing: there must be one, but for what appears without."""
    if not url:
        return "" if platform in WITHOUT_URL else "publication.url_required"
    try:
        canonical(url)
    except ValueError:
        return "url"
    return ""
