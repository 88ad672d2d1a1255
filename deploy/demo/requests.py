"""Outlets ask the bureau for things, and the bureau answers: a dozen requests, some of which wait on the desks.

Of the sample's bureau alone, as what waits is. A second run finds each as the first has left it: every step has a key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle, islice
from typing import Any, Final, cast

from deploy.demo.asked import ASKER, NAMED, STORIES, UNITS, Act, Ask, Told
from deploy.demo.people import LEADER
from deploy.demo.phases.period import PIXEL
from deploy.demo.stage import Data, Phase, Stage
from deploy.demo.waiting import patiently
from jingmei_client import ABSENT, ANY, Client

Step = Callable[[], object]
# So many outlets ask.
ASKERS: Final = 3


class Office:
    """Who asks and who answers: clients of outlets with their outlet's id, units and accounts by name. `begun` is when
    the first run began: days are counted from it, so that a second one asks for the same."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.askers = list(islice(cycle(stage.speakers()), ASKERS))
        staff = {login for _, head, officers in UNITS for login in (head, *officers)} | set(NAMED)
        self.accounts = {login: str(stage.people[login].who["account"]) for login in sorted(staff)}
        self.units = {
            name: self._unit(place, name, head, officers) for place, (name, head, officers) in enumerate(UNITS)
        }
        named = stage.people[LEADER.login].liaison_desk.name(
            accounts=[self.accounts[each] for each in NAMED], version=ANY, key=stage.key("case-officers")
        )
        self.begun = datetime.fromisoformat(named["at"])

    def _unit(self, place: int, name: str, head: str, officers: tuple[str, ...]) -> str:
        of = [self.accounts[each] for each in officers]
        add = self.stage.people[LEADER.login].liaison_desk.add_unit
        return str(add(name=name, head=self.accounts[head], officers=of, key=self.stage.key("unit", str(place)))["id"])


def play(stage: Stage, step: Step) -> None:
    """All of it, several stories at once."""
    office = Office(stage)
    step()
    stage.side_by_side(partial(_told, office), STORIES, step)


REQUESTS: Final = Phase("对接需求 · requests are asked and answered", lambda _: 1 + len(STORIES), play)


def _told(office: Office, told: Told) -> None:
    made = [_asked(office, told, place, ask) for place, ask in enumerate(told.asks)]
    for number, act in enumerate(told.acts):
        asker = office.askers[told.asks[act.of].by][0]
        who = asker if act.who == ASKER else office.stage.people[act.who]
        key = office.stage.key("request", told.name, str(number))
        said = _said(office, who, act, made, key)
        patiently(partial(getattr(who.requests, act.does), made[act.of]["id"], **said, key=key))


def _asked(office: Office, told: Told, place: int, ask: Ask) -> Data:
    asker, outlet = office.askers[ask.by]
    needed: Data = {"needed_by": (office.begun + timedelta(days=ask.day)).date()} if ask.day else {}
    add = partial(asker.requests.add, kind=cast("Any", ask.kind), outlet=outlet, title=ask.title, text=ask.text)
    key = office.stage.key("request", told.name, f"asked{place}")
    return patiently(lambda: add(topic=ask.topic or ABSENT, **needed, key=key))


def _said(office: Office, who: Client, act: Act, made: Sequence[Data], key: str) -> Data:
    """What is sent with an act, by the system's ids."""
    said = dict(act.says)
    if "unit" in said:
        said |= {"unit": office.units[said["unit"]], "officer": office.accounts[said["officer"]]}
    if "to" in said and act.does == "join":
        said["to"] = made[said["to"]]["id"]
    if name := said.pop("file", ""):
        said["files"] = [{"file": who.files.upload((name, PIXEL), kind="attachment", key=f"{key}-file")["id"]}]
        said["looked"] = True  # in a picture no text can be read
    if days := said.pop("days", 0):
        said["starts_at"] = (office.begun + timedelta(days=days)).isoformat()
    return said
