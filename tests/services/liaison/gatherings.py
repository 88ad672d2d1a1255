"""Activities, guests and replies for tests of their rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from services.liaison.domain.activities import Activity, Guest, Invitee, SignUp
from services.liaison.domain.outlets import Outlet
from shared.context import Actor, Role
from shared.contracts.activity_terms import ActivityKind, ActivityStatus, InviteeKind, Reply, Seat
from tests.services.liaison.makers import MONDAY

BEGINS = MONDAY + timedelta(days=7)
DAILY = Outlet("daily", "verified", ("editor",), "晚报", "official_media")


def activity(**more: Any) -> Activity:
    return Activity(
        **{
            "id": "a1",
            "bureau": "330108",
            "version": 1,
            "kind": ActivityKind.OPEN_DAY,
            "title": "秋季警营开放日",
            "starts_at": BEGINS,
            "ends_at": BEGINS + timedelta(hours=2),
            "status": ActivityStatus.ANNOUNCED,
            "updated_at": MONDAY,
            "sign_up_until": BEGINS - timedelta(days=1),
            "invited": (Invitee(InviteeKind.ALL),),
            "place": "指挥中心",
            "announced_at": MONDAY,
            **more,
        }
    )


def sign_up(
    account: str, reply: Reply | None = Reply.YES, now: datetime = MONDAY, order: str = "", **more: Any
) -> SignUp:
    return SignUp(
        **{
            "activity": "a1",
            "bureau": "330108",
            "account": account,
            "outlet": "daily",
            "version": 1,
            "reply": reply,
            "seat": Seat.NONE,
            "order": order or account,
            "at": now,
            "code": f"CODE{account}",
            **more,
        }
    )


def guest(account: str, *roles: Role, own: tuple[Outlet, ...] = ()) -> Guest:
    return Guest(Actor(account, "330108", frozenset(roles)), own)
