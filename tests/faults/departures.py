"""People leave while what they hold, and all that is to let go of it, is killed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from services import SERVICES
from shared.clock import now
from shared.context import Role
from shared.ids import new_id
from tests.e2e.people import BUREAU, Data, People, Person, eventually
from tests.faults.checker import Findings
from tests.faults.cycle import cycle_world, left
from tests.faults.cycle_world import Chaos, CycleWorld
from tests.faults.scenario import Stage, scenario
from tests.load.traffic import new_registration
from tests.services.notification.outworld import Mail
from tests.support.waiting import HOPE, until

# Long enough for the whole run: a delivery that waits must still wait when its reader leaves.
LADDER = ",".join(["1"] * 5 + ["5"] * 200)
WORKS = 6


@dataclass(frozen=True)
class Reach:
    """How people reach the system."""

    db: Any
    client: Any
    url: str
    amqp_uri: str


@dataclass
class Office:
    """Everybody of the run: the first of each kind leave."""

    admin: Person
    liaisons: list[Person]
    reviewers: list[Person]
    owners: list[Person]
    members: list[Person]

    @property
    def leavers(self) -> list[Person]:
        return [self.liaisons[0], *self.reviewers[:3], self.owners[0], self.members[0]]

    @property
    def readers(self) -> list[Person]:
        """Who gave an e-mail address."""
        return [*self.owners, *self.members]


@contextmanager
def mail_server() -> Iterator[Mail]:
    mail = Mail()
    try:
        yield mail
    finally:
        mail.stop()


@scenario(28, "people leave while everything is killed: they hold nothing, and hear nothing", short=True)
def departures(stage: Stage) -> Findings:
    """Accounts are closed while services, gateway, broker and database are killed: no claim is held, no outlet is
    theirs, no message is sent to them, and nobody else loses anything."""
    with cycle_world(stage) as world, mail_server() as mail:
        world.up(JINGMEI_MAIL_URL=mail.url, JINGMEI_DELIVERY_LADDER=LADDER)
        office, outlets = _opened(world)
        reviews = _handed_in(world, office, outlets)
        found = Findings(commands=len(office.leavers), accepted=len(office.leavers))
        mail.refusing = True
        _bulletin(office)
        # What is to be let go of has to be there before its reader leaves.
        eventually(lambda: _waiting(world, office), lambda readers: readers == len(office.readers))
        with Chaos(world, stage.random, {"leaving": 8}, (0.0, 0.3)) as chaos:
            chaos.enter("leaving")
            _leave(office, reviews)
            eventually(lambda: len(chaos.done) >= 8)
        world.settle()
        mail.refusing = False
        _bulletin(office)
        # What a killed process had in hand is leased for a minute and a half.
        until("everything to be delivered or dropped", lambda: _delivered(world, office), 2 * HOPE, every=0.5)
        world.settle()
        found.notes.append(f"killed: {sorted({kind for _, kind in chaos.done})}")
        _look(world, office, mail, found)
        left(world, found)
        return found


def insist(who: Person, method: str, path: str, **options: Any) -> Data:
    """The answer, asked for again under one key while something is away."""
    headers = {"Idempotency-Key": new_id(), "If-Match": "*"}
    answers: list[requests.Response | None] = []

    def answered() -> bool:
        answers[:] = [asked(who, method, path, headers=headers, **options)]
        return answers[0] is not None and answers[0].status_code not in (404, 409, 429, 500, 502, 503, 504)

    # Not too often: a broker that starts on a busy machine needs it more.
    until(f"an answer to {method} {path}", answered, 2 * HOPE, every=0.3)
    answer = answers[0]
    assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
    data: Data = answer.json()
    return data


def asked(who: Person, method: str, path: str, **options: Any) -> requests.Response | None:
    """The answer, if there is anybody who gives one."""
    try:
        return who.call(method, f"/v1{path}", **options)
    except requests.RequestException:
        return None


def _opened(world: CycleWorld) -> tuple[Office, list[str]]:
    """Everybody, and two outlets of the first liaison."""
    people = People(Reach(world.gateway_db, world.client, world.gateway.url, world.uri))
    office = Office(
        people.new(Role.ADMIN),
        [people.new(Role.LIAISON) for _ in range(2)],
        [people.new(Role.REVIEWER_FIRST) for _ in range(6)],
        [people.new() for _ in range(2)],
        [people.new() for _ in range(2)],
    )
    outlets = []
    for owner, member in zip(office.owners, office.members, strict=True):
        made = insist(owner, "POST", "/outlets", json=new_registration()[1])["id"]
        body = {"licence_number": "国新网 3312026001"}
        insist(office.liaisons[0], "POST", f"/outlets/{made}/verification", json=body)
        invited = insist(owner, "POST", f"/outlets/{made}/invitations", json={"role": "outlet_member"})["id"]
        code = insist(owner, "POST", f"/outlets/{made}/invitations/{invited}/code")["code"]
        insist(member, "POST", "/invitation-acceptances", json={"code": code})
        outlets.append(made)
    for reader in office.readers:
        email = {"email": f"{reader.account}@example.com"}
        insist(reader, "PUT", "/notification-channels/email", json=email)
    world.settle()
    return office, outlets


def _handed_in(world: CycleWorld, office: Office, outlets: list[str]) -> list[str]:
    """Rounds, each in the hands of a reviewer."""
    for number in range(WORKS):
        body = {
            "outlet": outlets[1],
            "kind": "work",
            "title": f"夜巡（{number}）",
            "body": "一段。",
            "genre": "article",
        }
        made = insist(office.owners[1], "POST", "/submissions", json=body)
        insist(office.owners[1], "POST", f"/submissions/{made['id']}/submission")
    world.settle()
    found = [each["id"] for each in insist(office.reviewers[0], "GET", "/reviews/queue")["items"]]
    assert len(found) == WORKS
    for reviewer, review in zip(office.reviewers, found, strict=True):
        insist(reviewer, "POST", f"/reviews/{review}/claim")
    return found


def _bulletin(office: Office) -> None:
    body = {"kind": "alert", "title": "台风预警", "body": "今夜有台风。", "urgent": True, "audience": ["all"]}
    insist(office.liaisons[1], "POST", "/bulletins", json=body)


def _leave(office: Office, reviews: list[str]) -> None:
    """All accounts are closed at once; who leaves goes on claiming for as long as the token is taken."""

    def close(who: Person) -> None:
        insist(office.admin, "PATCH", f"/accounts/{who.account}", json={"disabled": True})

    def grasp(who: Person) -> None:
        for review in reviews * 3:
            for act in ("release", "claim"):
                asked(who, "POST", f"/reviews/{review}/{act}")

    with ThreadPoolExecutor(12) as pool:
        waiting = [pool.submit(grasp, who) for who in office.reviewers[:3]]
        waiting += [pool.submit(close, who) for who in office.leavers]
        for each in waiting:
            each.result()


def _waiting(world: CycleWorld, office: Office) -> int:
    """How many readers have a letter on its way to them."""
    readers = {"account": {"$in": [reader.account for reader in office.readers]}, "state": "waiting"}
    return len(world.db("notification").deliveries.distinct("account", readers))


def _delivered(world: CycleWorld, office: Office) -> bool:
    """Whether nothing waits to leave any more, and both bulletins have reached those who stayed."""
    db = world.db("notification")
    stayed = [reader.account for reader in office.readers if reader not in office.leavers]
    sent = db.deliveries.count_documents({"account": {"$in": stayed}, "state": "sent"})
    busy = db.outgoing.count_documents({"state": "open"}) + db.deliveries.count_documents({"state": "waiting"})
    return not busy and sent >= 2 * len(stayed)


def _look(world: CycleWorld, office: Office, mail: Mail, found: Findings) -> None:
    """What those who left hold, and what was sent to them."""
    gone = [person.account for person in office.leavers]
    held = {"status": "open", "claim.account": {"$in": gone}, "claim.until": {"$gt": now()}}
    found.expect(not world.db("review").reviews.count_documents(held), "somebody who left holds a claim")
    kept = world.db("review").reviews.count_documents({"claim.account": {"$in": [p.account for p in office.reviewers]}})
    found.expect(kept >= 3, f"only {kept} claims of those who stayed are left")
    theirs = world.db("outlet").outlets.count_documents({"liaison": {"$in": gone}})
    found.expect(not theirs, f"{theirs} outlets are in the charge of somebody who left")
    taken = world.db("outlet").outlets.count_documents({"liaison": office.liaisons[1].account})
    found.expect(taken == 2, f"{taken} outlets were taken over")
    letters = {to.partition("@")[0] for to, _ in mail.received}
    found.expect(letters.isdisjoint(gone), f"letters went to {letters & set(gone)}")
    reasons = world.db("notification").deliveries.distinct("last_error", {"account": {"$in": gone}})
    found.expect(reasons == ["the account is closed"], f"deliveries of those who left say {reasons}")
    for service in SERVICES:
        closed = world.db(service).accounts.count_documents({"_id": {"$in": gone}, "closed": True})
        found.expect(closed == len(gone), f"{service} knows of {closed} who left")
        others = world.db(service).accounts.count_documents({"bureau": BUREAU, "closed": True})
        found.expect(others == len(gone), f"{service} takes {others} for closed")
    found.effects = len(gone)
