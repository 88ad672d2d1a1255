"""What the endpoints of outside identities take and give."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from gateway.accounts.session_schemas import EndedView
from shared.contracts.fields import Form, Length

LONGEST_CODE = 2_048


class OfferView(Schema):
    """Whether one can sign in by an identity provider."""

    offered = ma.Boolean(required=True)
    name = ma.String(required=True, metadata={"description": "其名称，可能为空 / What people call it; may be empty"})


class BegunView(Schema):
    """The way there."""

    address = ma.String(required=True, metadata={"description": "浏览器前往的地址 / Where the browser goes"})
    secret = ma.String(
        required=True,
        metadata={"description": "留在该浏览器中，返回时给出 / Stays in that browser; given when it comes back"},
    )
    seconds = ma.Integer(required=True, metadata={"description": "有效秒数 / For how long it is good"})


class SignedOutView(EndedView):
    """That one is signed out."""

    end_session = ma.String(
        required=True,
        metadata={
            "description": "由统一身份认证登录的，可前往该地址在那里一并退出；空为没有 / Where who came in by the "
            "identity provider may sign out there, too; empty: nowhere"
        },
    )


class Brought(Form):
    """What the browser brought back, and what it had kept."""

    state = ma.String(required=True, load_only=True, validate=Length(min=1, max=200))
    code = ma.String(required=True, load_only=True, validate=Length(min=1, max=LONGEST_CODE))
    secret = ma.String(required=True, load_only=True, validate=Length(min=1, max=200))
    iss = ma.String(
        validate=Length(max=500), metadata={"description": "答复者（RFC 9207）/ Who answered, where it says so"}
    )
