"""The service as nameko's documentation writes it: what ours is compared with. Run by `nameko run`."""

from __future__ import annotations

from typing import Any

from nameko.rpc import rpc


class StockService:
    """Answers with what it is asked."""

    name = "stock"

    @rpc
    def echo(self, data: dict[str, Any]) -> dict[str, Any]:
        """What was sent."""
        return data
