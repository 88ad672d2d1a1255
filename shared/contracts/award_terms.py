"""The words of appeals and awards (DOMAIN.md, section 4), for their rules and for their contracts."""

from enum import StrEnum


class AppealStatus(StrEnum):
    """Where an appeal (申诉) stands."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class AwardStatus(StrEnum):
    """Where an award stands."""

    GRANTED = "granted"
    DELIVERED = "delivered"
