"""Points to the cent, shared out with nothing lost.

Largest remainder (Hamilton): everybody gets the whole cents of the exact part; the cents that are left go to the
largest remainders, of equal ones to the author who is named first.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def cents(points: Decimal) -> int:
    """Points that were rounded, in cents."""
    return int(rounded(points) * 100)


def points_of(amount: int) -> Decimal:
    """Cents as points with two places."""
    return Decimal(amount).scaleb(-2)


def rounded(points: Decimal) -> Decimal:
    """To two places, halves away from zero."""
    return points.quantize(CENT, ROUND_HALF_UP)


def shared(amount: int, parts: Sequence[int]) -> list[int]:
    """`amount` cents by whole parts, in their order; the results add up to it exactly. Raises: ValueError."""
    whole = sum(parts)
    if whole <= 0 or min(parts) < 0:
        raise ValueError(f"shares must be whole parts of something, not {list(parts)}")
    sign, size = (-1, -amount) if amount < 0 else (1, amount)
    found = [size * part // whole for part in parts]
    order = sorted(range(len(parts)), key=lambda place: (-(size * parts[place] % whole), place))
    for place in order[: size - sum(found)]:
        found[place] += 1
    return [sign * each for each in found]
