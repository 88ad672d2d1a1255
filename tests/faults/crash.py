"""Crash points inside a service of these tests: where a flag file lies, the process kills itself, as `kill -9` would.

The kernel knows nothing of this. A flag is a file in JINGMEI_TEST_FLAGS: `crash-<point>` is used up by the process
that dies of it, which leaves `crashed-<point>-<pid>`; `hold-<point>` makes the process wait there while it lies.
`clock` holds the seconds by which this process's wall clock is wrong.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import eventlet

from shared.messaging import dead
from shared.messaging.event_server import _EventIntake
from shared.messaging.rpc_server import RpcServer
from shared.mongo import transaction
from shared.mongo.outbox import Outbox
from tests.faults import wrong_clock

FLAGS = Path(os.environ["JINGMEI_TEST_FLAGS"])


def at(point: str) -> None:
    """Die here, or wait here, when a flag says so."""
    try:
        (FLAGS / f"crash-{point}").unlink()
    except FileNotFoundError:
        hold(point)
        return
    (FLAGS / f"crashed-{point}-{os.getpid()}").touch()
    os.kill(os.getpid(), signal.SIGKILL)


def hold(point: str) -> None:
    """Wait while the flag lies there; tell that somebody waits."""
    flag = FLAGS / f"hold-{point}"
    while flag.exists():
        (FLAGS / f"holding-{point}").touch()
        eventlet.sleep(0.02)


def _around(owner: Any, name: str, before: str | None = None, after: str | None = None) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if before:
            at(before)
        result = original(*args, **kwargs)
        if after:
            at(after)
        return result

    setattr(owner, name, wrapped)


def install() -> None:
    """Set every point: around the commit, before the ack, between confirm and mark, between commit and reply."""
    _around(transaction, "_commit", before="before-commit", after="after-commit")
    _around(_EventIntake, "settled", before="before-ack")
    _around(Outbox, "mark_sent", before="before-mark")
    _around(RpcServer, "reply", before="before-reply")
    _around(dead, "store", before="before-store")
    wrong_clock.install(FLAGS / "clock")
