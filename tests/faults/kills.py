"""Processes die: services at chosen points, the broker and the database under load."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from shared.ids import new_id
from tests.faults.checker import Findings, check
from tests.faults.driver import DONE, REFUSED
from tests.faults.scenario import Stage, scenario
from tests.faults.web import HttpDriver, registration
from tests.faults.world import A, B, C
from tests.support.waiting import rest


@scenario(0, "control: no fault", short=True)
def control(stage: Stage) -> Findings:
    """The same load and the same checker, with nothing going wrong."""
    with stage.world() as world:
        world.up()
        things = stage.rounds(200, 60)
        load = stage.load(world, things, pace=0.0).finish()
        found = check(world, load)
        found.expect(not world.exits or all(code == 0 for _, code in world.exits), f"exits {world.exits}")
        found.expect(load.statuses == {DONE: things}, f"answers {dict(load.statuses)}")
        return found


def crashes(stage: Stage, points: list[tuple[str, str]]) -> Findings:
    """Die at each of these points in turn while commands come in."""
    with stage.world() as world:
        world.up()
        load = stage.load(world)
        for _ in range(stage.rounds(4, 1)):
            for name, point in points:
                world.crash(name, point)
        world.ready()
        found = check(world, load.stop())
        found.notes.append(f"{world.crashes} crashes")
        return found


@scenario(1, "kill -9 service before commit", short=True)
def before_commit(stage: Stage) -> Findings:
    """The transaction is written and not committed: nothing happened, the broker delivers again."""
    return crashes(stage, [(A, "before-commit"), (B, "before-commit"), (C, "before-commit")])


@scenario(2, "kill -9 service after commit, before ack", short=True)
def before_ack(stage: Stage) -> Findings:
    """It happened, and the broker delivers again: the inbox knows."""
    return crashes(stage, [(B, "after-commit"), (C, "before-ack"), (B, "before-ack"), (A, "after-commit")])


@scenario(3, "kill -9 relay between confirm and mark", short=True)
def before_mark(stage: Stage) -> Findings:
    """The broker has the event, the outbox does not know: it is sent again, and takes effect once."""
    return crashes(stage, [(A, "before-mark"), (B, "before-mark")])


@scenario(4, "kill -9 between commit and reply, same key retried", short=True)
def before_reply(stage: Stage) -> Findings:
    """The caller never hears of its success: its retry gets the stored answer."""
    with stage.web(2.0) as world:
        world.up({A: 2, B: 1, C: 1})
        load = stage.load(world, deadline=2.0)
        for _ in range(stage.rounds(6, 2)):
            world.crash(A, "before-reply")
        world.ready()
        found = check(world, load.stop())
        found.expect(load.replayed > 0, "no retry was answered with the stored answer")
        found.notes.append(f"{load.replayed} stored answers")
        return found


@scenario(5, "fifty concurrent requests with one key")
def one_key(stage: Stage) -> Findings:
    """One effect, fifty equal answers; the same key with another body is refused."""
    with stage.web() as world:
        world.up({A: 3, B: 1, C: 1})
        load = stage.load(world, 0)
        found = Findings()
        drivers = [world.web() for _ in range(50)]
        for n in range(stage.rounds(10, 3)):
            _fifty(drivers, n, found)
            load.tried.add(n)
        check(world, load.stop(), found=found)
        found.expect(world.effects(A, "make").total() == len(load.tried), "not one effect a key")
        return found


def _fifty(drivers: list[HttpDriver], n: int, found: Findings) -> None:
    key = f"{n}-{new_id()}"
    with ThreadPoolExecutor(len(drivers)) as pool:
        answers = list(pool.map(lambda driver: driver.make(n, key, 5), drivers))
    found.expect(all(a.status == DONE for a in answers), f"answers {Counter(a.status for a in answers)}")
    found.expect(len({a.detail["id"] for a in answers if a.status == DONE}) == 1, "answers to one key differ")
    found.expect(sum(not a.replayed for a in answers) == 1, "more than one answer says it is the first")
    other = drivers[0].post({**registration(n), "region": "西兴"}, key)
    found.expect(other.status == REFUSED, f"another body under the key: {other}")


@scenario(6, "kill -9 broker five times under load", short=True)
def broker_kills(stage: Stage) -> Findings:
    """Consumers are back within 10 s of the broker."""
    with stage.world() as world:
        world.up()
        world.broker.wait_written("notification.dlq.v1")
        load = stage.load(world, deadline=3.0)
        slowest = 0.0
        for _ in range(stage.rounds(5, 1)):
            load.more()
            world.broker.kill()
            world.broker.start()
            began = time.monotonic()
            world.ready()
            slowest = max(slowest, time.monotonic() - began)
        load.more()
        found = check(world, load.stop())
        found.recovery = slowest
        found.expect(stage.short or slowest < 10, f"consumers were back only after {slowest:.1f} s")
        found.expect(not world.logged("handler failed"), "a broker's death was counted as an attempt")
        return found


@scenario(9, "kill -9 mongod five times", short=True)
def database_kills(stage: Stage) -> Findings:
    """No attempt is consumed: the events wait in hand."""
    with stage.world() as world:
        world.up()
        load = stage.load(world, deadline=5.0)
        slowest = 0.0
        for _ in range(stage.rounds(5, 2)):
            load.more()
            world.database.kill()
            rest(stage.random.uniform(0.2, 2.0))
            world.database.start()
            began = time.monotonic()
            load.more(1)
            slowest = max(slowest, time.monotonic() - began)
        found = check(world, load.stop())
        found.recovery = slowest
        found.expect(not world.logged("handler failed"), f"{world.logged('handler failed')} attempts were consumed")
        found.expect(REFUSED not in load.statuses, f"answers {dict(load.statuses)}")
        return found
