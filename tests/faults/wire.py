"""A wire between a client and a server, which can be cut so that neither notices: what is sent is swallowed."""

from __future__ import annotations

import contextlib
import socket
import threading

CHUNK = 65_536


class Wire:
    """Listens on a port of its own and passes everything on to `127.0.0.1:port`, as long as it is not cut.

    A connection that was there when it was cut is never good again, and is never closed either: as with a router that
    has forgotten it. What comes while it is cut is taken and not answered.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._cut = False
        self._lives = 0
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> int:
        """Swallow everything; gives how many connections there have been."""
        with self._lock:
            self._cut, self._lives = True, self._lives + 1
            return len(self._open) // 2

    def heal(self) -> None:
        """Let new connections through."""
        with self._lock:
            self._cut, self._lives = False, self._lives + 1

    def close(self) -> None:
        """End all of it."""
        self._listener.close()
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                near = self._listener.accept()[0]
                self._open.append(near)
                with self._lock:
                    cut, life = self._cut, self._lives
                if cut:
                    continue  # it is taken, and nobody is behind it
                try:
                    far = socket.create_connection(("127.0.0.1", self._to))
                except OSError:  # the server itself is away
                    near.close()
                    continue
                self._open.append(far)
                for one, other in ((near, far), (far, near)):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    threading.Thread(target=self._pump, args=(one, other, life), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket, life: int) -> None:
        """From one end to the other, as long as it lives; then nothing more, neither bytes nor the end of them."""
        with contextlib.suppress(OSError):
            while data := one.recv(CHUNK):
                if life == self._lives:
                    other.sendall(data)
            if life == self._lives:
                other.shutdown(socket.SHUT_WR)
