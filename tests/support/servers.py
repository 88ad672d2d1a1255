"""A private RabbitMQ and MongoDB for one run of tests, in the project's git-ignored folder, removed at its end."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from types import TracebackType

from deploy.local.servers import Broker, Database, free_ports

ROOT = Path(__file__).parents[2]


class Servers:
    """Started on entry, stopped and removed on exit."""

    def __init__(self, members: int = 1) -> None:
        self.home = ROOT / ".jingmei" / "tests" / secrets.token_hex(4)
        self.home.mkdir(parents=True)
        self.broker = Broker(self.home / "rabbitmq", free_ports(3)[0])
        self.database = Database(self.home / "mongodb", free_ports(members)[0], members)

    def __enter__(self) -> Servers:
        try:
            self.broker.start()
            self.database.start()
        except BaseException:  # whatever it was, nothing may be left running
            self.close()
            raise
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def restore(self) -> None:
        """Have both run and answer, whatever a test did to them."""
        for server in (self.broker, self.database):
            if server.pid is not None:
                server.thaw()
            server.start()

    @property
    def ended(self) -> str:
        """How a server came to an end that this object did not order, empty while both run."""
        return self.broker.ended or self.database.ended

    def close(self) -> None:
        """Stop both; the folder goes with them."""
        self.broker.stop()
        self.database.stop()
        shutil.rmtree(self.home, ignore_errors=True)
