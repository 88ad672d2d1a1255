"""What the endpoints of password resets by mail take and give."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from gateway.accounts.passwords import LONGEST, SHORTEST
from gateway.accounts.schemas import bureau, password
from shared.contracts.fields import Form, Length


class AskReset(Form):
    """Whose password is wanted."""

    bureau = bureau()
    login = ma.String(required=True, validate=Length(min=1, max=64))


class ResetAsked(Schema):
    """The same for everybody."""

    minutes = ma.Integer(required=True, metadata={"description": "链接有效的分钟数 / How long a link is good"})


class ResetDone(Schema):
    """Who signs in with the new password."""

    bureau = ma.String(required=True)
    login = ma.String(required=True)


class ResetByMail(Form):
    """The token of the mail's link, and the new password."""

    token = ma.String(
        required=True, load_only=True, validate=Length(min=1, max=200),
        metadata={"description": "邮件链接中的 token / What the link of the mail has"},
    )  # fmt: skip
    new = password(
        f"新密码，{SHORTEST}–{LONGEST} 个字符，不易猜到，不是最近用过的",
        f"The new one, {SHORTEST}–{LONGEST} characters, not easily guessed and none of the last ones",
    )
