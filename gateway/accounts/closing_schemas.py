"""What the closing of one's account takes."""

from __future__ import annotations

from marshmallow import fields as ma

from gateway.accounts.factor_schemas import Confirmed
from shared.contracts.fields import Length


class Closing(Confirmed):
    """That one means one's own account."""

    login = ma.String(
        required=True,
        validate=Length(min=1, max=64),
        metadata={"description": "本人的登录名，以免误点 / One's login name, so that nobody closes it by mistake"},
    )
