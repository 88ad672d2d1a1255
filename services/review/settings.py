"""Settings of the review service alone: how few reviews a bureau's own policy may ask for."""

from __future__ import annotations

from marshmallow.validate import OneOf

from shared.contracts.review_terms import Sensitivity
from shared.settings import finish, reader

# What the policy that is shipped keeps to.
FLOOR = Sensitivity.SENSITIVE


def review_floor() -> Sensitivity:
    """From which sensitivity on works of self-media and influencers take all three stages. Raises: SettingsError."""
    env = reader()
    least = env.str("REVIEW_FLOOR", FLOOR.value, validate=OneOf([each.value for each in Sensitivity]))
    finish(env)
    return Sensitivity(least or FLOOR)
