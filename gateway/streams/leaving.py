"""Notices that a stream's client has gone: at once, and not at the next write, which may be 20 seconds later.

A browser that goes from page to page opens a stream on each; until the one before is noticed as closed, it counts among
the few that an account may have.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

# Where gunicorn has the connection; whoever asks the application in process hands on what it was asked through.
CONNECTION = "gunicorn.socket"


def watch(environ: Mapping[str, Any], gone: Callable[[], None]) -> Callable[[], None]:
    """Call `gone()` once the client of a request has closed its connection; what is given ends the watching.

    Outside a worker with gevent there is nothing to wait with: it is noticed at the next write.
    """
    connection = environ.get(CONNECTION)
    if connection is None or "gevent.monkey" not in sys.modules:
        return lambda: None
    import gevent  # noqa: PLC0415 (only a worker has it patched in)

    # Killed and waited for: its number must not be waited for any more when another connection gets it.
    return partial(gevent.spawn(_wait, connection, gone).kill)


def _wait(connection: socket.socket, gone: Callable[[], None]) -> None:
    from gevent.socket import wait_read  # noqa: PLC0415

    wait_read(connection.fileno())
    try:
        closed = not connection.recv(1, socket.MSG_PEEK)
    except OSError:
        closed = True
    if closed:  # otherwise the client has said something more: whether it goes is then seen at the next write
        gone()
