"""Domain objects as the views of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.scoring.domain import Outlet
from shared.paging import encode_cursor


def entry_view(outlet: Outlet) -> dict[str, Any]:
    """One outlet as the ladders know it."""
    return {
        "outlet": outlet.id,
        "name": outlet.name,
        "category": outlet.category,
        "region": outlet.region,
        "competes": outlet.competes,
    }


def page_view(outlets: Sequence[Outlet], more: bool) -> dict[str, Any]:
    """A page of a ladder."""
    return {
        "items": [entry_view(outlet) for outlet in outlets],
        "next": encode_cursor([outlets[-1].id]) if more else None,
    }
