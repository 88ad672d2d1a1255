"""What a registration must look like."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from stdnum.cn import uscc


def _checked(value: str) -> str:
    if not uscc.is_valid(value):
        raise ValueError("not a unified social credit code")
    return value


class Contact(BaseModel):
    """Whom to call."""

    name: str = Field(min_length=1, max_length=50)
    phone: str = Field(pattern=r"^1\d{10}$")


class Channel(BaseModel):
    """What it publishes on."""

    platform: str
    claimed_level: str
    account_name: str = Field(min_length=1, max_length=100)
    followers: int = Field(ge=0)


class NewOutlet(BaseModel):
    """A registration."""

    name: str = Field(min_length=1, max_length=100)
    category: str
    credit_code: Annotated[str, AfterValidator(_checked)]
    region: str
    contacts: list[Contact]
    channels: list[Channel]


class Outlet(NewOutlet):
    """An outlet that is kept."""

    id: str
