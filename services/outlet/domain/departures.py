"""Who left: outlets whose liaison did, or joined them, get a substitute; members whose account is closed, or who keep
the system now, do not act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.outlet.domain.members import invited_by, revoked
from services.outlet.domain.model import Change, Outlet
from shared import events
from shared.context import Role
from shared.contracts.outlet_terms import Status
from shared.people import Person


def follow(
    outlet: Outlet, person: Person, liaisons: Sequence[Person], loads: Mapping[str, int], now: datetime
) -> list[Change]:
    """What an account's newest state does to an outlet that it is in charge of or belongs to; nothing: no changes.

    `liaisons` are those who may take over, `loads` how many outlets each of them has.
    """
    if outlet.status is Status.CLOSED:
        return []
    found = [change] if (change := _membership(outlet, person, now)) else []
    present = found[-1].outlet if found else outlet
    if present.liaison == person.id and not person.may(Role.LIAISON):
        why = "closed" if person.closed else "role"
        found.append(_succession(present, person.id, liaisons, loads, now, why=why))
    return found


def unable(person: Person) -> bool:
    """Whether somebody cannot act for an outlet, whatever they are in it: they left, or keep the system now."""
    return person.closed or person.keeps


def joined(outlet: Outlet, account: str, liaisons: Sequence[Person], loads: Mapping[str, int], now: datetime) -> Change:
    """What follows when the liaison in charge of an outlet, an `account`, has joined it and no longer is."""
    return _succession(outlet, account, liaisons, loads, now, why="joined")


def substitute(outlet: Outlet, liaisons: Sequence[Person], loads: Mapping[str, int]) -> str:
    """Who takes over: of those who do not belong to the outlet, the one with the fewest outlets; of several the one
    whose account is the oldest. Empty when there is nobody."""
    able = [each.id for each in liaisons if each.may(Role.LIAISON) and outlet.member(each.id) is None]
    return min(able, key=lambda id_: (loads.get(id_, 0), id_), default="")


def _succession(
    outlet: Outlet, left: str, liaisons: Sequence[Person], loads: Mapping[str, int], now: datetime, *, why: str
) -> Change:
    successor = substitute(outlet, liaisons, loads)
    details = {"liaison": successor, "before": left, "why": why}
    new = outlet.evolve(now, liaison=successor, left_by="" if successor else left)
    if successor:
        return Change(new, (events.LiaisonAssigned(new.state(), "", successor),), details=details)
    return Change(new, (events.LiaisonLeft(new.state(), "", left),), details=details)


def _membership(outlet: Outlet, person: Person, now: datetime) -> Change | None:
    member, away = outlet.member(person.id), unable(person)
    if member is None or member.closed == away:
        return None
    there = replace(member, closed=away)
    people = tuple(there if each == member else each for each in outlet.members)
    if away:
        gone, kept = invited_by(outlet, person.id)
        new = outlet.evolve(now, members=people, invitations=kept)
        told = events.MemberAccountClosed(new.state(), "", person.id, len(new.owners))
        details = {"account": person.id, "owners": len(new.owners)}
        return Change(new, (told, *revoked(new, gone, "")), details=details)
    new = outlet.evolve(now, members=people)
    details = {"account": person.id, "owners": len(new.owners)}
    return Change(new, (events.MemberAccountReopened(new.state(), "", person.id),), details=details)
