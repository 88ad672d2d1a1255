"""Domain objects as the views of the contract."""

from __future__ import annotations

from typing import Any

from services.submission.domain import Outlet


def may_submit_view(outlet: Outlet) -> dict[str, Any]:
    """Whether the outlet may submit, and what keeps it from it."""
    return {"outlet": outlet.id, "may": outlet.obstacle is None, "obstacle": outlet.obstacle}
