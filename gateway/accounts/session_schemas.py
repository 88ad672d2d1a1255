"""What the endpoints of sessions give."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma


class TokenView(Schema):
    """What a sign-in gives (form of RFC 6749, 5.1)."""

    access_token = ma.String(required=True)
    token_type = ma.String(required=True)
    expires_in = ma.Integer(required=True, metadata={"description": "秒 / Seconds"})
    refresh_token = ma.String(required=True)
    session = ma.String(required=True)
    account = ma.String(required=True)
    bureau = ma.String(required=True)
    name = ma.String(required=True)
    roles = ma.List(ma.String(), required=True)
    must_change_password = ma.Boolean(
        required=True, metadata={"description": "真：先改密码（临时或超期） / True: nothing else before a new password"}
    )
    must_enrol = ma.Boolean(
        required=True,
        metadata={"description": "真：先启用二次验证 / True: nothing else until there is a second factor"},
    )
    notice_asked = ma.Boolean(
        required=True, metadata={"description": "真：请确认告知 / True: the notice is to be shown"}
    )


class SessionView(Schema):
    """One sign-in of an account."""

    id = ma.String(required=True)
    remote = ma.String(required=True, metadata={"description": "地址 / Address"})
    agent = ma.String(required=True, metadata={"description": "设备 / Device"})
    created_at = ma.AwareDateTime(required=True)
    used_at = ma.AwareDateTime(required=True)
    expires = ma.AwareDateTime(required=True)
    current = ma.Boolean(required=True)


class SessionList(Schema):
    """An account's sessions, the last used first."""

    items = ma.List(ma.Nested(SessionView), required=True)


class EndedView(Schema):
    """How many sessions ended."""

    ended = ma.Integer(required=True)


class KeySet(Schema):
    """A JWK set (RFC 7517)."""

    keys = ma.List(ma.Dict(), required=True)
