"""Buffered reads from the broker's socket, for the gateway's client and for the services' links.

py-amqp receives three times for each frame. Here one receive takes what has come, and frames are cut from it.
"""

from __future__ import annotations

from struct import unpack_from
from typing import Any
from urllib.parse import unquote, urlsplit

from amqp.exceptions import AMQPError, UnexpectedFrame
from amqp.transport import TCPTransport

from shared.tls import client as tls_client

READ = 65_536
FRAME_END = 0xCE
# What a broken, closing or refusing broker can raise out of py-amqp.
BROKEN = (AMQPError, OSError, EOFError, AttributeError, TypeError)


class BufferedTransport(TCPTransport):  # type: ignore[misc]
    """TCP to the broker; how it writes is its users' affair."""

    _read_buffer: bytes

    def read_frame(self, unpack: object = None) -> tuple[int, int, bytes]:
        """One frame: its type, its channel, its payload. Raises: OSError, UnexpectedFrame."""
        buffer = self._fill(7)
        kind, channel, size = unpack_from(">BHI", buffer)
        end = size + 8
        buffer = self._fill(end)
        if buffer[end - 1] != FRAME_END:
            raise UnexpectedFrame("a frame without its end octet")
        self._read_buffer = buffer[end:]
        return kind, channel, buffer[7 : end - 1]

    def _fill(self, size: int) -> bytes:
        """The buffer with at least `size` bytes; what came before an error stays in it."""
        buffer = self._read_buffer
        if len(buffer) >= size:
            return buffer
        parts, length = [buffer], len(buffer)
        try:
            while length < size:
                data = self._quick_recv(READ)
                if not data:
                    raise OSError("the broker closed the connection")
                parts.append(data)
                length += len(data)
        finally:
            self._read_buffer = b"".join(parts)
        return self._read_buffer


def address(uri: str) -> dict[str, Any]:
    """Where an AMQP URI leads and who one is there, as py-amqp's `Connection` takes it."""
    parts = urlsplit(uri)
    tls = tls_client(uri)
    return {
        "host": f"{parts.hostname}:{parts.port or (5671 if tls else 5672)}",
        "userid": unquote(parts.username or "guest"),
        "password": unquote(parts.password or "guest"),
        "virtual_host": unquote(parts.path[1:]) or "/",
        "ssl": tls,
        "login_method": "PLAIN",
    }
