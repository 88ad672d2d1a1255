"""The rules of scoring (DOMAIN.md, section 4): from facts and a scheme to entries, standings and rankings."""

from services.scoring.domain.outlets import Outlet, outlet_of

__all__ = ["Outlet", "outlet_of"]
