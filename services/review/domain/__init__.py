"""The rules of review (DOMAIN.md, section 3)."""

from services.review.domain.outlets import Outlet, conflicts, outlet_of

__all__ = ["Outlet", "conflicts", "outlet_of"]
