"""The gateway in a process of its own, under gunicorn with gevent, as it is deployed (forked, see `cradle_web`)."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests

from deploy.local.servers import free_ports
from gateway.audit.keys import Ring
from tests.gateway.readers import require_words
from tests.support.cradle import WEB, Started
from tests.support.waiting import HOPE, until

ROOT = Path(__file__).parents[2]
KEY = base64.b64encode(bytes(range(32))).decode()
# What a whole stack signs with.
SIGNERS = (("s1", bytes(range(32))),)
SIGNING = f"s1:{KEY}"
# Nearly the most that may be set: a machine may be busy with other things.
DEADLINE = "50"
# What verifies the audit trail of such a gateway.
RING = Ring([("k1", bytes(range(32)))])
SEED = base64.urlsafe_b64encode(bytes(range(32))).decode()


class Served:
    """One gateway. `application` is gunicorn's name of it; `settings` are without their prefix."""

    def __init__(self, application: str, log: Path, **settings: str) -> None:
        self.port, self.health = free_ports(2)
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        own = {"HTTP_PORT": str(self.port), "HEALTH_PORT": str(self.health), "FIELD_KEYS": f"k1:{KEY}"}
        told = {
            **own,
            "PUBLIC_URL": self.url,
            "TOKEN_KEY": SEED,
            "AUDIT_KEYS": f"k1:{KEY}",
            "LOG_LEVEL": "warning",
            "HTTP_PATIENCE": "600",
            # Tests ask more often than people, all of them from one address, and the disk is nobody's business.
            **dict.fromkeys(("ACCOUNT_RATE", "ADDRESS_RATE", "REFUSED_RATE"), ""),
            **dict.fromkeys(("DISK_FILES", "DISK_CHANGES"), "0"),
            "SECOND_FACTOR_ROLES": "none",
            # Tests of a slow machine take longer than five minutes from a sign-in to what it is for.
            "PROOF_MINUTES": "1440",
            "SESSION_IDLE": "staff=1d,outlet=1d",
            # Many tests sign in as one person, and go on with what an earlier one opened.
            "SESSIONS_MOST": "1000",
            "RPC_DEADLINE": DEADLINE,
            **settings,
        }
        self.environment = {**os.environ, **{f"JINGMEI_{name}": value for name, value in told.items()}}
        self.application = application
        self._process: Started | subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until it is ready. Raises: AssertionError with its log."""
        self._wait_for("ready", self._ready)

    def begin(self) -> None:
        """Until it answers, ready or not: what it needs may be away. Raises: AssertionError with its log."""
        self._wait_for("live", self._live)

    def _wait_for(self, what: str, good: Callable[[], bool]) -> None:
        self._process = self._begun()
        try:
            until(what, lambda: self._process.poll() is not None or good())
            assert self._process.poll() is None, f"ended with {self._process.returncode}"
        except AssertionError as error:
            self.kill()
            raise AssertionError(f"{self.application}: {error}\n{self.log.read_text()[-3000:]}") from None

    def _begun(self) -> Started | subprocess.Popen[bytes]:
        return WEB.start(self.application, self.environment, self.log)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(HOPE)

    @property
    def workers(self) -> list[int]:
        """Process ids of its workers."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def kill(self) -> None:
        """SIGKILL to the master and its workers, as a crash of the machine would."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(HOPE)

    def kill_master(self) -> None:
        """SIGKILL to the master alone: its workers are left without one."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(HOPE)

    def _ready(self) -> bool:
        return self._says("ready")

    def _live(self) -> bool:
        return self._says("live")

    def _says(self, what: str) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.health}/{what}", timeout=HOPE / 4).status_code == 200
        except requests.RequestException:
            return False


class Caller:
    """Somebody who asks, with the headers of an ordinary client."""

    def __init__(self, url: str, **headers: str) -> None:
        self._url = url
        self._session = requests.Session()
        # One connection per request: the server ends idle ones, and on a busy machine that meets the next request.
        self._session.headers.update({"Connection": "close"} | headers)

    def __call__(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **options: Any
    ) -> requests.Response:
        answer = self._session.request(method, self._url + path, headers=headers, timeout=HOPE, **options)
        if answer.headers.get("Content-Type") == "application/problem+json":
            require_words(answer.json())
        return answer
