"""A mail server takes a message and is gone before it says so; whoever sends it is killed with it in hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.smtp import Envelope

from shared.context import Role
from tests.e2e.people import People, Person, eventually
from tests.faults.checker import Findings
from tests.faults.cycle import cycle_world, left
from tests.faults.cycle_world import Chaos, CycleWorld
from tests.faults.departures import Reach, insist
from tests.faults.scenario import Stage, scenario
from tests.load.traffic import new_registration
from tests.services.notification.outworld import Mail
from tests.support.waiting import HOPE, until

LADDER = ",".join(["1"] * 100)
# How often each message is taken without a word, before one is answered.
UNSAID = 2
STRUCK = ("notification", "broker", "database")


class Unsaid(Mail):
    """A mail server whose connection breaks after a message has come and before it is answered."""

    def __init__(self) -> None:
        super().__init__()
        self._came: Counter[tuple[str, str]] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        """Called by aiosmtpd with each message."""
        answer = await super().handle_DATA(server, session, envelope)
        to, letter = self.received[-1]
        self._came[to, letter["Subject"]] += 1
        if self._came[to, letter["Subject"]] <= UNSAID:
            server.transport.abort()
        return answer


@contextmanager
def unsaid() -> Iterator[Unsaid]:
    made = Unsaid()
    try:
        yield made
    finally:
        made.stop()


@scenario(40, "e-mail taken and not answered, sender killed: each arrives, all copies under one Message-ID")
def mails(stage: Stage) -> Findings:
    """A message that may have been taken is sent again: that it is the same, every mail program can tell."""
    with cycle_world(stage) as world, unsaid() as mail:
        told = {"JINGMEI_MAIL_URL": mail.url, "JINGMEI_DELIVERY_LADDER": LADDER}
        world.up({"outlet": 1, "liaison": 1, "notification": 2}, **told)
        officer, readers = _opened(world, stage.rounds(8, 3))
        bulletins, faults = stage.rounds(6, 2), stage.rounds(6, 3)
        with Chaos(world, stage.random, {"sending": faults}, (0.0, 1.0), STRUCK) as chaos:
            chaos.enter("sending")
            for number in range(bulletins):
                _publish(officer, number)
            eventually(lambda: len(chaos.done) >= faults)
        world.settle()
        wanted = bulletins * len(readers)
        # What a killed process had in hand is leased for a minute and a half.
        until("everything to be sent", lambda: _sent(world) >= wanted, 3 * HOPE, every=0.5)
        world.settle()
        found = Findings(commands=bulletins, accepted=bulletins, effects=wanted)
        found.notes.append(f"killed {dict(Counter(kind for _, kind in chaos.done))}")
        _look(mail, readers, wanted, found)
        left(world, found)
        return found


def _opened(world: CycleWorld, count: int) -> tuple[Person, list[Person]]:
    """Somebody of the bureau, and owners of outlets who gave an e-mail address."""
    people = People(Reach(world.gateway_db, world.client, world.gateway.url, world.uri))
    officer, owners = people.new(Role.LIAISON), [people.new() for _ in range(count)]
    for owner in owners:
        outlet = insist(owner, "POST", "/outlets", json=new_registration()[1])["id"]
        insist(officer, "POST", f"/outlets/{outlet}/verification", json={"licence_number": "国新网 3312026001"})
        insist(owner, "PUT", "/notification-channels/email", json={"email": f"{owner.account}@example.com"})
    world.settle()
    return officer, owners


def _publish(officer: Person, number: int) -> None:
    body = {
        "kind": "alert",
        "title": f"台风预警（{number}）",
        "body": "今夜有台风。",
        "urgent": True,
        "audience": ["all"],
    }
    insist(officer, "POST", "/bulletins", json=body)


def _sent(world: CycleWorld) -> int:
    return world.db("notification").deliveries.count_documents({"state": "sent"})


def _look(mail: Mail, readers: list[Person], wanted: int, found: Findings) -> None:
    """Every message came, and its copies have one name, which is that of no other."""
    letters: dict[str, set[tuple[str, str, str]]] = {}
    for to, letter in mail.received:
        letters.setdefault(letter["Message-ID"], set()).add((to, letter["Subject"], letter.get_content()))
    others = {name: said for name, said in letters.items() if len(said) > 1}
    found.expect(not others, f"one Message-ID for different messages: {list(others.items())[:1]}")
    told = Counter(next(iter(said))[:2] for said in letters.values())
    twice = {each: times for each, times in told.items() if times > 1}
    found.duplicates += sum(times - 1 for times in twice.values())
    found.expect(not twice, f"one message under several Message-IDs: {list(twice.items())[:2]}")
    found.lost += wanted - len(told)
    found.expect(len(told) == wanted, f"{len(told)} of {wanted} messages came")
    addresses = {f"{each.account}@example.com" for each in readers}
    found.expect({to for to, _ in told} == addresses, "a message went to somebody else")
    found.notes.append(f"{len(mail.received)} copies of {len(letters)} messages")
