"""A bureau enters its working days while those who count by them are killed."""

from __future__ import annotations

from datetime import date

from shared.clock import local_date
from shared.context import Role
from tests.e2e.people import Data, People, Person, eventually
from tests.e2e.workdays import closures, reopened, slow_policy
from tests.faults.checker import Findings
from tests.faults.cycle import cycle_world, left
from tests.faults.cycle_world import WEIGHTS, Chaos, CycleWorld
from tests.faults.departures import Reach, insist
from tests.faults.scenario import Stage, scenario
from tests.load.traffic import new_registration
from tests.support.waiting import HOPE, until

WORKS = 12
CLOSED = 20
FAULTS = 6
# Who tells of the days, keeps them and follows them, and what carries that: in a short run these are killed, once each.
CONCERNED = ("gateway", "review", "broker", "database")


@scenario(29, "working days are entered while everything is killed: every open review follows, once", short=True)
def calendars(stage: Stage) -> Findings:
    """The calendar is told, kept, and followed by every open round with one event each, whatever dies in between."""
    with cycle_world(stage) as world:
        world.up()
        manager = _opened(world)
        found = Findings(commands=WORKS, accepted=WORKS)
        reopens, bodies = reopened(CLOSED), closures(manager, CLOSED)
        faults, struck = (len(CONCERNED), CONCERNED) if stage.short else (FAULTS, WEIGHTS)
        with Chaos(world, stage.random, {"entering": faults}, (0.0, 0.3), struck) as chaos:
            chaos.enter("entering")
            for year, body in bodies.items():
                insist(manager, "PUT", f"/workdays/{year}", json=body)
            eventually(lambda: len(chaos.done) >= faults)
        world.settle()
        # The lease of a killed schedule has to run out first.
        until("every round to be counted anew", lambda: not _behind(world, len(bodies)), 2 * HOPE, every=0.5)
        world.settle()
        found.notes.append(f"killed: {sorted({kind for _, kind in chaos.done})}")
        _look(world, reopens, found)
        left(world, found)
        return found


def _opened(world: CycleWorld) -> Person:
    """A scoring manager, in a bureau where works of an outlet wait."""
    people = People(Reach(world.gateway_db, world.client, world.gateway.url, world.uri))
    manager, liaison, owner = people.new(Role.SCORING_MANAGER), people.new(Role.LIAISON), people.new()
    made = insist(people.new(Role.REVIEWER_FINAL), "POST", "/review-policies", json=slow_policy())
    insist(people.new(Role.REVIEWER_FINAL), "POST", f"/rule-proposals/{made['id']}/confirmation")
    outlet = insist(owner, "POST", "/outlets", json=new_registration()[1])["id"]
    insist(liaison, "POST", f"/outlets/{outlet}/verification", json={"licence_number": "国新网 3312026001"})
    world.settle()
    for number in range(WORKS):
        insist(owner, "POST", f"/submissions/{_begun(owner, outlet, number)['id']}/submission")
    world.settle()
    return manager


def _begun(owner: Person, outlet: str, number: int) -> Data:
    body = {"outlet": outlet, "kind": "work", "title": f"夜巡（{number}）", "body": "一段。", "genre": "article"}
    return insist(owner, "POST", "/submissions", json=body)


def _behind(world: CycleWorld, years: int) -> int:
    """How many open rounds are not counted by all that was entered."""
    entered = {"$regex": rf"\+{years}$"}
    return world.db("review").reviews.count_documents({"status": "open", "calendar": {"$not": entered}})


def _look(world: CycleWorld, reopens: date, found: Findings) -> None:
    """Each round lies behind the days off; each move is in its history once, and was told once."""
    db = world.db("review")
    rounds = list(db.reviews.find({"status": "open"}))
    found.expect(len(rounds) == WORKS, f"{len(rounds)} rounds are open")
    early = [each["_id"] for each in rounds if local_date(each["due_at"]) < reopens]
    found.expect(not early, f"{early} are due while the bureau is closed")
    found.expect(all(each["due_exact"] for each in rounds), "a time still says that it is a guess")
    acts = list(db.history.find({"act": "recount"}))
    times = {(each["review"], each["details"]["to"]) for each in acts}
    found.expect(len(times) == len(acts) >= WORKS, f"{len(acts)} acts for {len(times)} times")
    moves = sum(each["details"]["from"] != each["details"]["to"] for each in acts)
    told = world.db("notification").items.count_documents({"kind": "review.due_moved"})
    found.expect(told == moves, f"{moves} moves, {told} notices")
    found.effects = len(rounds)
