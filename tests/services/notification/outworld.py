"""What messages go to in tests: a mail server and a group robot on this machine, which can be told to refuse."""

from __future__ import annotations

import json
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from deploy.local.servers import free_ports


class Mail:
    """An SMTP server; `refusing` has it answer 451 to everybody."""

    def __init__(self) -> None:
        self.received: list[tuple[str, Any]] = []
        self.refusing = False
        self.attempts = 0
        self.port = free_ports(1)[0]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    @property
    def url(self) -> str:
        """The setting that names it."""
        return f"mailto://127.0.0.1:{self.port}?from=bureau@example.org"

    def clear(self) -> None:
        """As if it had begun just now."""
        self.received, self.refusing, self.attempts = [], False, 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        """Called by aiosmtpd with each message."""
        self.attempts += 1
        if self.refusing:
            return "451 Try again later"
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.received += [(to, message_from_bytes(content, policy=policy.default)) for to in envelope.rcpt_tos]
        return "250 OK"

    def stop(self) -> None:
        self._controller.stop()


class Group:
    """A group robot; `code` is what it says in an answer that is always 200, as those of the vendors."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.code = 0
        group = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                group.received.append(json.loads(body))
                told = json.dumps({"errcode": group.code, "errmsg": "ok" if not group.code else "invalid key"}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def clear(self) -> None:
        """As if it had begun just now."""
        self.received, self.code = [], 0

    @property
    def url(self) -> str:
        """The setting that names it."""
        return f"http://127.0.0.1:{self._server.server_port}/robot"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
