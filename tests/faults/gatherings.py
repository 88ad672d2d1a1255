"""People sign up for the last seats, come, and answer a call, while whoever keeps it is killed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any

from services import SERVICES
from services.scoring import checking
from shared.clock import now
from shared.context import Role
from shared.contracts.activity_terms import Seat
from shared.contracts.participation_terms import ParticipationKind
from shared.ids import new_id
from tests.e2e.calling import CALL
from tests.e2e.gathering import body
from tests.e2e.people import Data, People, Person, eventually
from tests.e2e.works import new_work
from tests.faults.checker import Findings
from tests.faults.cycle import cycle_world, left
from tests.faults.cycle_world import Chaos, CycleWorld
from tests.faults.departures import Reach, insist
from tests.faults.gatherings_facts import POINTS, accounts, points, seats, turns
from tests.faults.scenario import Stage, scenario
from tests.load.traffic import new_registration
from tests.support.waiting import until

SEATS = 5
# Who keeps the seats and asks for them, and what carries that.
DOOR = ("gateway", "liaison", "broker", "database")
# Who tells and who counts that an outlet took part.
COUNTING = ("liaison", "submission", "scoring", "broker")
# Minutes from the moment at which an activity is moved to its beginning.
SOON = 20 / 60
SCENE = "acts"
Act = Callable[[], Any]


@scenario(30, "the last seats under kills: as many as there are, the rest in their order", short=True)
def last_seats(stage: Stage) -> Findings:
    """A crowd wants a few seats, then some leave and a seat is added, while whoever keeps them is killed.

    Nobody who was answered is lost, no seat is given twice, and who waits is seated in turn and told of it once.
    """
    with cycle_world(stage) as world:
        world.up({"outlet": 1, "notification": 1, "liaison": 2})
        officer, crowd = _gathered(world, stage.rounds(40, 12))
        activity = _announced(officer, capacity=SEATS)
        found = Findings()
        asked: list[Act] = [partial(_replied, who, activity) for who in crowd]
        answers = _under_kills(stage, world, DOOR, asked, found)
        first = {who.account: each["mine"]["seat"] for who, each in zip(crowd, answers, strict=True)}
        line = [_who(crowd, each) for each in accounts(world, activity, Seat.WAITING)]
        leaving = [who for who in crowd if first[who.account] == Seat.SEATED][:3] + line[1:2]
        acts: list[Act] = [partial(_replied, who, activity, "no") for who in leaving]
        _under_kills(stage, world, DOOR, [*acts, partial(_changed, officer, activity, capacity=SEATS + 1)], found)
        stayed = [who for who in crowd if who not in leaving]
        seats(world, activity, SEATS + 1, stayed, leaving, found)
        turns(world, activity, SEATS + 1, first, line, leaving, found)
        blind = Findings()
        world.db("liaison").sign_ups.update_one({"seat": Seat.WAITING}, {"$set": {"seat": Seat.SEATED}})
        seats(world, activity, SEATS + 1, stayed, leaving, blind)
        found.expect(bool(blind.problems), "one too many was seated by hand, and nothing is said of it")
        left(world, found)
        return found


@scenario(31, "who came and who answered a call under kills: points for each, once", short=True)
def taking_part(stage: Stage) -> Findings:
    """An activity is held, and a call is answered by each outlet with two works, while whoever tells and counts it is
    killed: each outlet took part in each once, has its points once, and is told of it once."""
    with cycle_world(stage) as world:
        world.up({name: 1 for name in SERVICES if name != "review"})  # nothing is reviewed here
        officer, owners = _gathered(world, stage.rounds(12, 5))
        call, activity = _called(officer), _announced(officer)
        for who in owners:
            _replied(who, activity)
        world.settle()
        begins = datetime.fromisoformat(_changed(officer, activity, minutes=SOON)["starts_at"])
        # One was taken for another and had not come, and one hands nothing in.
        mistaken, answering = owners[0], owners[:-1]
        found = Findings()
        arrivals: list[Act] = [partial(_arrived, officer, activity, who) for who in owners]
        works: list[Act] = [partial(_handed_in, who, call) for who in answering]
        _under_kills(stage, world, COUNTING, [*arrivals, *works], found)
        _step(officer, activity, f"check-ins/{mistaken.account}/undoing")
        until("it to begin", lambda: now() >= begins)
        eventually(lambda: "hold" in insist(officer, "GET", f"/activities/{activity}")["may"])
        _under_kills(stage, world, COUNTING, [partial(_step, officer, activity, "holding"), *works], found)
        took = [(ParticipationKind.ACTIVITY, who) for who in owners[1:]]
        took += [(ParticipationKind.CALL, who) for who in answering]
        points(world, took, found)
        blind, ledger = Findings(), world.db("scoring").ledger
        first, second = ledger.find().limit(2)
        ledger.delete_one({"_id": first["_id"]})
        ledger.insert_one({**second, "_id": new_id()})
        points(world, took, blind)
        told = (blind.lost, blind.duplicates)
        found.expect(told == (1, 1), f"points were taken away and doubled by hand, and what is said of it is {told}")
        left(world, found)
        return found


# --- what is done -------------------------------------------------------------------------------------------


def _gathered(world: CycleWorld, count: int) -> tuple[Person, list[Person]]:
    """A liaison, and people with a verified outlet each, whose login names it; the bureau counts taking part."""
    people = People(Reach(world.gateway_db, world.client, world.gateway.url, world.uri))
    officer, manager = people.new(Role.LIAISON), people.new(Role.SCORING_MANAGER)
    if world.instances("scoring"):
        scheme = {**checking.shipped(), "participation": POINTS}
        insist(manager, "POST", "/schemes", json={"scheme": scheme, "effective_from": "2020-01-01"})
    owners = [people.new(name=f"记者{number}") for number in range(count)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(partial(_with_outlet, officer), owners))
    world.settle()
    return officer, found


def _with_outlet(officer: Person, owner: Person) -> Person:
    """The owner of a new outlet, called by its id from here on."""
    outlet = insist(owner, "POST", "/outlets", json=new_registration()[1])["id"]
    insist(officer, "POST", f"/outlets/{outlet}/verification", json={"licence_number": "国新网 3312026001"})
    return Person(owner.call, owner.token, owner.account, owner.bureau, login=outlet)


def _announced(officer: Person, **changes: Any) -> str:
    activity = str(insist(officer, "POST", "/activities", json=body(**changes))["id"])
    _step(officer, activity, "announcement")
    return activity


def _changed(officer: Person, activity: str, **changes: Any) -> Data:
    return insist(officer, "PUT", f"/activities/{activity}", json=body(**changes))


def _step(officer: Person, activity: str, name: str) -> Data:
    return insist(officer, "POST", f"/activities/{activity}/{name}")


def _replied(who: Person, activity: str, reply: str = "yes") -> Data:
    return insist(who, "PUT", f"/activities/{activity}/reply", json={"outlet": who.login, "reply": reply})


def _arrived(officer: Person, activity: str, who: Person) -> Data:
    return insist(officer, "POST", f"/activities/{activity}/check-ins", json={"account": who.account})


def _called(officer: Person) -> str:
    call = str(insist(officer, "POST", "/calls", json=CALL)["id"])
    insist(officer, "POST", f"/calls/{call}/opening")
    return call


def _handed_in(who: Person, call: str) -> Data:
    work = insist(who, "POST", "/submissions", json=new_work(who.login, call=call))
    return insist(who, "POST", f"/submissions/{work['id']}/submission")


def _under_kills(
    stage: Stage, world: CycleWorld, struck: Sequence[str], acts: Sequence[Act], found: Findings
) -> list[Any]:
    """What acts give that are all begun at once, while each of `struck` is killed; nothing is under way afterwards."""
    faults = stage.rounds(2, 1) * len(struck)
    with Chaos(world, stage.random, {SCENE: faults}, (0.0, 0.2), struck) as chaos:
        chaos.enter(SCENE)
        with ThreadPoolExecutor(len(acts)) as pool:
            answers = [each.result() for each in [pool.submit(act) for act in acts]]
        eventually(lambda: len(chaos.done) >= faults)
    world.settle()
    found.commands += len(acts)
    found.accepted += len(acts)
    found.notes.append(f"killed: {dict(Counter(kind for _, kind in chaos.done))}")
    return answers


def _who(people: Sequence[Person], account: str) -> Person:
    return next(each for each in people if each.account == account)
