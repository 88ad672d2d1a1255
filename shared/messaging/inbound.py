"""Messages as they come in, whatever a stranger put into their properties and routing keys.

py-amqp decodes both while it reads and raises out of the reading loop when it cannot: the connection would be
lost, the broker would deliver the same message again, and so on. Here such a message arrives with `problem` set.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import unpack_from
from typing import Any

import amqp
from amqp import spec
from amqp.exceptions import UnexpectedFrame

METHOD, HEADER, BODY, HEARTBEAT = 1, 2, 3, 8
WITH_CONTENT = frozenset({spec.Basic.Return, spec.Basic.Deliver, spec.Basic.GetOk})
Frame = tuple[int, int, bytes]


class Inbound(amqp.Message):  # type: ignore[misc]
    """A received message. `problem` says why its properties could not be read; it has none then."""

    problem: str | None = None

    def _load_properties(self, class_id: int, buf: bytes, offset: int) -> int:
        try:
            end: int = super()._load_properties(class_id, buf, offset)
        except Exception as error:  # any bytes may be there, and py-amqp raises what they happen to break
            self.problem = f"{type(error).__name__}: {str(error)[:300]}"
            self.properties: dict[str, Any] = {}
            return len(buf)
        return end


def frame_handler(connection: amqp.Connection, callback: Callable[..., Any]) -> Callable[[Frame], bool]:
    """In place of py-amqp's: gives a function that takes frames and calls back with whole methods."""
    unfinished: dict[int, Inbound] = {}

    def on_frame(frame: Frame) -> bool:
        kind, channel, payload = frame
        connection.bytes_recv += 1
        if kind == HEARTBEAT:
            return False
        message = unfinished.get(channel)
        if kind == METHOD and message is None:
            method = unpack_from(">HH", payload)
            if method in WITH_CONTENT:
                unfinished[channel] = Inbound(frame_method=method, frame_args=_readable(method, payload))
                return False
            callback(channel, method, payload, None)
            return True
        if message is None or kind not in {HEADER, BODY}:
            raise UnexpectedFrame(f"frame {kind} on channel {channel}")
        if kind == HEADER:
            message.inbound_header(payload)
        else:
            message.inbound_body(payload)
        if message.ready:
            del unfinished[channel]
            callback(channel, message.frame_method, message.frame_args, message)
        return bool(message.ready)

    return on_frame


def _readable(method: tuple[int, ...], payload: bytes) -> bytes:
    """A delivery whose exchange and routing key can be decoded."""
    if method != spec.Basic.Deliver:
        return payload  # what comes back to us we wrote ourselves
    at = 4 + 1 + payload[4] + 9  # class and method, consumer tag, delivery tag, redelivered
    if payload[at:].isascii():
        return payload
    parts = [payload[:at]]
    for _ in range(2):
        end = at + 1 + payload[at]
        parts += [payload[at : at + 1], _clean(payload[at + 1 : end])]
        at = end
    return b"".join(parts)


def _clean(name: bytes) -> bytes:
    """The name, with `?` for every byte that is not ASCII when it is not UTF-8; the length stays."""
    try:
        name.decode()
    except UnicodeDecodeError:
        return bytes(byte if byte < 0x80 else 0x3F for byte in name)
    return name
