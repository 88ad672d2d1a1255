"""Commands that come again in one group with fresh ones: stored answers for those, effects for these."""

from __future__ import annotations

import signal
from typing import Any

import pytest
from pymongo.database import Database

from deploy.local.processes import freeze
from shared.ids import new_id
from tests.support.caller import Caller, asking
from tests.support.process import ServiceProcess
from tests.support.waiting import until

pytestmark = pytest.mark.usefixtures("probe")


def test_repeats_among_fresh_commands_keep_their_answers_and_hold_up_nobody(
    caller: Caller, probe: ServiceProcess, db: Database[Any]
) -> None:
    def rounds() -> float:
        return probe.metric("jingmei_commit_rounds", kind="rounds")

    old = [("probe.put", {"name": new_id()}, asking(new_id())) for _ in range(20)]
    fresh = [("probe.put", {"name": new_id()}, asking(new_id())) for _ in range(20)]
    first = caller.together(old)
    before = rounds()
    # It finds all of them at once, however slowly a busy machine sends them.
    freeze(probe.pid)
    try:
        ids = [caller.send(*request) for pair in zip(old, fresh, strict=True) for request in pair]
        # Asked on the channel that they were sent on: what it counts has come after them.
        until("all delivered", lambda: caller.channel.queue_declare("rpc-probe", passive=True).message_count == 0)
    finally:
        probe.signal(signal.SIGCONT)
    replies = [caller.wait(id_) for id_ in ids]
    assert [reply.replayed for reply in replies] == [True, False] * 20
    assert [reply.result["id"] for reply in replies[::2]] == [reply.result["id"] for reply in first]
    names = [data["name"] for _, data, _ in old + fresh]
    assert db.things.count_documents({"name": {"$in": names}}) == 40
    # The fresh ones were committed in groups still, not each in a transaction of its own.
    assert rounds() - before < 20
