"""What an activity and a call under kills left: every reply, seat, turn, fact and point once, and nothing besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from shared.contracts.activity_terms import Seat
from shared.contracts.participation_terms import ParticipationKind
from shared.events import ActivityAttended, CallAnswered, Event, OutletParticipated, SeatGiven
from tests.e2e.people import Data, Person
from tests.faults.checker import Findings
from tests.faults.cycle_world import CycleWorld
from tests.faults.departures import insist

# What taking part is worth by this scheme, and in hundredths of a point.
POINTS = {ParticipationKind.ACTIVITY: "1", ParticipationKind.CALL: "0.50"}
CENTS = {ParticipationKind.ACTIVITY: 100, ParticipationKind.CALL: 50}


def accounts(world: CycleWorld, activity: str, seat: Seat) -> list[str]:
    """The accounts that have that, in the order in which they came."""
    rows = world.db("liaison").sign_ups.find({"activity": activity, "seat": seat}).sort("order", 1)
    return [row["account"] for row in rows]


def _told(world: CycleWorld, kind: type[Event]) -> list[Data]:
    """What the liaison service told of a kind, as often as it did."""
    rows = world.db("liaison").outbox.find({"type": kind.type()})
    return [orjson.loads(row["body"])["data"] for row in rows]


def _noticed(world: CycleWorld, kind: str) -> Counter[str]:
    """How many notices of a kind there are, by the account that they are for."""
    rows = world.db("notification")["items"].find({"kind": kind})
    return Counter(row["address"].removeprefix("account:") for row in rows)


def _compare(found: Findings, what: str, wanted: Counter[Any], got: Counter[Any]) -> None:
    """What is missing was lost, what is there too often was done twice."""
    lost, twice = wanted - got, got - wanted
    found.lost += lost.total()
    found.duplicates += twice.total()
    found.expect(not lost, f"{what}: lost {sorted(lost.items())[:4]}")
    found.expect(not twice, f"{what}: too often {sorted(twice.items())[:4]}")


def seats(
    world: CycleWorld, activity: str, most: int, stayed: Sequence[Person], leaving: Sequence[Person], found: Findings
) -> None:
    """Everybody who was answered is there once, and no more are seated than there are seats."""
    db = world.db("liaison")
    rows = {row["account"]: row for row in db.sign_ups.find({"activity": activity})}
    replies = {who.account: "yes" for who in stayed} | {who.account: "no" for who in leaving}
    found.expect({account: row["reply"] for account, row in rows.items()} == replies, f"replies are {rows}")
    given = Counter(each["account"] for each in _told(world, SeatGiven))
    effects = Counter({who.account: 1 + given[who.account] + (who in leaving) for who in (*stayed, *leaving)})
    _compare(found, "versions of replies", effects, Counter({account: row["version"] for account, row in rows.items()}))
    found.effects = sum(row["version"] for row in rows.values())
    given_out = Counter(row["seat"] for row in rows.values())
    wanted = {Seat.SEATED: most, Seat.WAITING: len(stayed) - most, Seat.NONE: len(leaving)}
    found.expect(given_out == wanted, f"{dict(given_out)} of {most} seats and {len(stayed)} who stayed")
    (counted,) = db.seats.find({"_id": activity})
    said = {name: counted[name] for name in ("capacity", "taken", "waiting")}
    found.expect(said == {"capacity": most, "taken": most, "waiting": len(stayed) - most}, f"the seats say {said}")


def turns(
    world: CycleWorld,
    activity: str,
    most: int,
    first: Mapping[str, str],
    line: Sequence[Person],
    leaving: Sequence[Person],
    found: Findings,
) -> None:
    """Those who waited first are seated, told of it once; the others wait on in their order, and see so."""
    gone = {who.account for who in leaving}
    kept = [account for account, seat in first.items() if seat == Seat.SEATED and account not in gone]
    waiting = [who for who in line if who.account not in gone]
    free = most - len(kept)
    seated = {*kept, *(who.account for who in waiting[:free])}
    found.expect(set(accounts(world, activity, Seat.SEATED)) == seated, "seats were given out of turn, or taken away")
    still = [who.account for who in waiting[free:]]
    found.expect(accounts(world, activity, Seat.WAITING) == still, "the line is not as it was")
    told = Counter(each["account"] for each in _told(world, SeatGiven))
    # Who was seated a moment before leaving was told so.
    promoted = Counter(who.account for who in waiting[:free]) + Counter(gone & {*told})
    _compare(found, "seats that were told", promoted, told)
    _compare(found, "notices of seats", told, _noticed(world, "activity.seat_given"))
    places = [insist(who, "GET", f"/activities/{activity}")["mine"]["place_in_line"] for who in waiting[free:]]
    found.expect(places == [*range(1, len(places) + 1)], f"who waits is told to be at {places}")


def points(world: CycleWorld, took: Iterable[tuple[ParticipationKind, Person]], found: Findings) -> None:
    """Each outlet took part in each thing once, has its points once, and is told of it once."""
    wanted = Counter((who.login, kind.value) for kind, who in took)
    kept = Counter((row["outlet"], row["kind"]) for row in world.db("liaison").participations.find())
    _compare(found, "who took part", wanted, kept)
    parts = [each["participation"] for each in _told(world, OutletParticipated)]
    _compare(found, "facts of taking part", wanted, Counter((each["outlet"], each["kind"]) for each in parts))
    entries = list(world.db("scoring").ledger.find())
    entered = Counter((row["outlet"], row["rule"], row["cents"]) for row in entries)
    _compare(found, "points", Counter((of, f"participation:{kind}", CENTS[kind]) for of, kind in wanted), entered)
    found.effects = len(entries)
    came = Counter(who.account for kind, who in took if kind is ParticipationKind.ACTIVITY)
    _compare(found, "who came", came, Counter(each["account"] for each in _told(world, ActivityAttended)))
    _compare(found, "notices of who came", came, _noticed(world, "activity.attended"))
    answered = Counter(who.login for kind, who in took if kind is ParticipationKind.CALL)
    _compare(found, "calls answered", answered, Counter(each["outlet"] for each in _told(world, CallAnswered)))
