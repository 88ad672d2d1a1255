"""Who may come is reminded a day before it begins: once for each time that it is to begin at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from services.liaison.domain.activities.model import Activity, Change, SignUp
from services.liaison.domain.activities.states import Act
from services.liaison.domain.outlets import Outlet
from shared.contracts.activity_terms import Reply
from shared.contracts.outlet_terms import Status
from shared.events import ActivityDue

REMINDED_BEFORE: Final = timedelta(days=1)
# Who is reminded: those who wait for a seat replied yes, too.
MAY_COME: Final = (Reply.YES, Reply.MAYBE)


def able(activity: Activity, replies: Iterable[SignUp], outlets: Mapping[str, Outlet]) -> list[SignUp]:
    """Whoever may come still: of an outlet that is verified and of which they are, and invited."""

    def may_come(reply: SignUp) -> bool:
        outlet = outlets.get(reply.outlet)
        if outlet is None or outlet.status != Status.VERIFIED or reply.account not in outlet.members:
            return False
        return activity.invites(reply.account, outlet)

    return [each for each in replies if may_come(each)]


def due(activity: Activity) -> datetime | None:
    """When it is to be reminded of; None when it was, and of what takes no replies."""
    return activity.starts_at - REMINDED_BEFORE if activity.open and not activity.reminded else None


def timed(activity: Activity, now: datetime) -> Activity:
    """With a time that was just told: of one that is less than a day away that is reminder enough."""
    return replace(activity, reminded=activity.starts_at - REMINDED_BEFORE <= now)


def remind(activity: Activity, replies: Iterable[SignUp], now: datetime) -> Change | None:
    """Remind who may come; None before its time. Of what has begun meanwhile nobody is."""
    moment = due(activity)
    if moment is None or moment > now:
        return None
    new = activity.evolve(now, status=activity.after(Act.REMIND), reminded=True)
    coming = tuple(each.account for each in replies if each.reply in MAY_COME)
    told = (ActivityDue(new.state(), "", coming),) if coming and now < activity.starts_at else ()
    return Change(new, Act.REMIND, "", now, told)
