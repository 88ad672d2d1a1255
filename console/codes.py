"""The codes that forms and filters offer, as the API declares them. Their labels are the API's too."""

from __future__ import annotations

from typing import Final, get_args

from jingmei_client.areas import channels, outlets, publications, submissions

STATUSES: Final[tuple[str, ...]] = get_args(submissions.Status)
GENRES: Final[tuple[str, ...]] = get_args(submissions.Genre)
KINDS: Final = ("work", "golden_idea")
PLATFORMS: Final[tuple[str, ...]] = get_args(publications.Platform)
LEVELS: Final[tuple[str, ...]] = get_args(channels.ClaimedLevel)
CATEGORIES: Final[tuple[str, ...]] = get_args(outlets.Category)
PLACEMENTS: Final = ("normal", "front_page", "headline", "prime_time")
BYLINES: Final = ("own", "joint", "invited", "paid")
ROLES: Final = ("outlet_member", "outlet_owner")
