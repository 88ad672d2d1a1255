"""Our frames are those that py-amqp writes, for every size of a body."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import amqp
import pytest
from amqp import spec
from amqp.method_framing import frame_writer
from amqp.serialization import dumps

from shared import frames

FRAME_MAX = 4096


class Wire:
    """Keeps what is written."""

    def __init__(self) -> None:
        self.written = b""

    def write(self, data: bytes) -> None:
        self.written += bytes(data)


def channel(wire: Wire) -> Any:
    connection = SimpleNamespace(transport=wire, frame_max=FRAME_MAX, bytes_sent=0)
    return SimpleNamespace(connection=connection, channel_id=1)


@pytest.mark.parametrize("size", [0, 1, 3000, FRAME_MAX - 8, FRAME_MAX - 7, 20_000])
@pytest.mark.parametrize("more", [{}, {"reply_to": "rpc.reply", "expiration": "10000"}, {"expiration": "1"}])
def test_a_publish_is_what_py_amqp_writes(size: int, more: dict[str, str]) -> None:
    body, ours, theirs = b"x" * size, Wire(), Wire()
    frames.publish(channel(ours), "nameko-rpc", "outlet.get", body, "滨江-1", mandatory=True, **more)
    message = amqp.Message(
        body,
        content_type="application/json",
        content_encoding="utf-8",
        delivery_mode=1,
        correlation_id="滨江-1",
        **more,
    )
    arguments = dumps("Bssbb", (0, "nameko-rpc", "outlet.get", True, False))
    write = frame_writer(channel(theirs).connection, theirs)
    write(1, 1, spec.Basic.Publish, arguments, message)
    assert ours.written == theirs.written


def test_an_ack_is_what_py_amqp_writes() -> None:
    ours, theirs = Wire(), Wire()
    frames.ack(channel(ours), 2**40)
    frame_writer(channel(theirs).connection, theirs)(1, 1, spec.Basic.Ack, dumps("Lb", (2**40, False)), None)
    assert ours.written == theirs.written


def test_a_name_that_does_not_fit_is_refused_and_nothing_is_written() -> None:
    wire = Wire()
    with pytest.raises(ValueError, match="range"):
        frames.publish(channel(wire), "nameko-rpc", "k" * 256, b"{}", "1")
    assert wire.written == b""
