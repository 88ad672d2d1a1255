"""The services behind the gateway, as processes."""

from __future__ import annotations

import os
from pathlib import Path

import requests

from deploy.local.servers import free_ports
from tests.gateway.serving import KEY
from tests.support.cradle import CRADLE, Started
from tests.support.waiting import HOPE, until


class Service:
    """One service process."""

    def __init__(self, name: str, log: Path, **settings: str) -> None:
        self.name, self.log = name, log
        self.health = free_ports(1)[0]
        told = {"HEALTH_PORT": str(self.health), "FIELD_KEYS": f"k1:{KEY}", "LOG_LEVEL": "warning", **settings}
        self.environment = {**os.environ, **{f"JINGMEI_{name}": value for name, value in told.items()}}
        self._process: Started | None = None

    def start(self) -> None:
        """Until it is ready. Raises: AssertionError with its log."""
        self._process = CRADLE.start(self.name, self.environment, self.log)
        try:
            until("ready", lambda: self._process.poll() is not None or self._ready())
            assert self._process.poll() is None, f"ended with {self._process.returncode}"
        except AssertionError as error:
            self._process.kill()
            raise AssertionError(f"{self.name}: {error}\n{self.log.read_text()[-3000:]}") from None

    def stop(self) -> int:
        """Its exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(HOPE)

    def _ready(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.health}/ready", timeout=HOPE / 4).status_code == 200
        except requests.RequestException:
            return False
