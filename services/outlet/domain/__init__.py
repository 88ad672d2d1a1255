"""The rules of outlets (DOMAIN.md, section 1): plain functions from an outlet and a request to a `Change`."""

from services.outlet.domain import (
    channels,
    deeds,
    departures,
    importing,
    lifecycle,
    members,
    permissions,
    vouching,
    workdays,
)
from services.outlet.domain.model import (
    Change,
    Channel,
    ChannelVerification,
    Contact,
    Invitation,
    Member,
    Operator,
    Outlet,
    Proof,
    Verification,
    fold,
)
from services.outlet.domain.permissions import Do
from services.outlet.domain.profile import change_profile
from services.outlet.domain.states import Act

__all__ = [
    "Act",
    "Change",
    "Channel",
    "ChannelVerification",
    "Contact",
    "Do",
    "Invitation",
    "Member",
    "Operator",
    "Outlet",
    "Proof",
    "Verification",
    "change_profile",
    "channels",
    "deeds",
    "departures",
    "fold",
    "importing",
    "lifecycle",
    "members",
    "permissions",
    "vouching",
    "workdays",
]
