"""Where processes come from: one process that has imported what they need, and is forked for each start.

A service and a gateway spend nine tenths of their start on imports, and tests start hundreds of them. From
`shared.run.main` on a fork does what `python -m shared.run <target>` does in the field, from gunicorn's own beginning
what `gunicorn <application>` does (`cradle_web`); the whole way from the command line has tests of its own
(`tests/integration`, `tests/deploy`).

Both sides speak JSON, a line each: `{"target", "cwd", "log", "environment"}` is answered by the new process id,
`{"wait": pid}` by its exit code as `subprocess` counts it, null while it runs.
"""

from __future__ import annotations

if __name__ == "__main__":
    # It patches sockets and threads, which must come before everything else.
    from shared import run  # isort: skip
    from eventlet import hubs

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from services import SERVICES

ROOT = Path(__file__).parents[2]


class Cradle:
    """The process that is forked, from outside: one for each process of tests, begun with its first start."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def start(self, target: str, environment: Mapping[str, str], log: Path) -> Started:
        """A new process; its output goes to the end of `log`."""
        said = {"target": target, "cwd": str(ROOT), "log": str(log.absolute()), "environment": dict(environment)}
        return Started(self, self.ask(said))

    def ask(self, said: Mapping[str, Any]) -> Any:
        """Say something and hear the answer. Raises: RuntimeError when nobody is there any more."""
        with self._lock:
            if self._process is None:
                # Ctrl-C is for the tests: it must still be there when they end, and tell those that are left to stop.
                self._process = subprocess.Popen(
                    [sys.executable, "-W", "ignore", "-m", self._module], start_new_session=True,
                    cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                )  # fmt: skip
                atexit.register(self._end)
            asked, answered = self._process.stdin, self._process.stdout
            assert asked is not None and answered is not None
            asked.write(f"{json.dumps(said)}\n")
            asked.flush()
            line = answered.readline()
        if not line:
            raise RuntimeError(f"{self._module}, which is forked from, ended with {self._process.wait()}")
        return json.loads(line)

    def _end(self) -> None:
        """Nobody asks any more: it tells those that are left to stop, and ends."""
        assert self._process is not None
        with self._process:  # which closes both ends, and waits
            pass


CRADLE = Cradle("tests.support.cradle")
WEB = Cradle("tests.support.cradle_web")


class Started:
    """A process that was forked, with what tests use of `subprocess.Popen`."""

    def __init__(self, cradle: Cradle, pid: int) -> None:
        self._cradle, self.pid = cradle, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        if self.returncode is None:
            self.returncode = self._cradle.ask({"wait": self.pid})
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Its exit code, once it is over. Raises: subprocess.TimeoutExpired."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal; a process that is gone does not mind."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


def rock(become: Callable[[str], int | str | None]) -> None:
    """Fork and wait as told, until nobody tells any more; then those that are left are told to stop.

    `become` is what a fork does with its target; it returns, or exits with, the code.
    """
    # As `shared.run` does for who is told to stop before it has begun.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    gc.freeze()
    # Each child's exit code, kept: two who ask of one at the same moment are both told.
    children: dict[int, int | None] = {}
    for line in sys.stdin:
        said = json.loads(line)
        if (pid := said.get("wait")) is not None:
            if children[pid] is None:
                children[pid] = _code(pid)
            answer = children[pid]
        elif (answer := os.fork()) == 0:
            _born(said, become)
        else:
            children[answer] = None
        print(json.dumps(answer), flush=True)
    for pid, code in children.items():
        if code is None:
            os.kill(pid, signal.SIGTERM)


def _code(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _born(said: Mapping[str, Any], become: Callable[[str], int | str | None]) -> None:
    """Be the process that was asked for, as if it had just been started."""
    os.setsid()
    out = os.open(said["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, opened in enumerate((nothing, out, out)):
        os.dup2(opened, number)
    os.environ.clear()
    os.environ.update(said["environment"])
    os.chdir(said["cwd"])
    sys.path[1:1] = [each for each in said["environment"].get("PYTHONPATH", "").split(os.pathsep) if each]
    code: int | str | None = 1
    try:
        code = become(said["target"])
        sys.stdout.flush()
    except SystemExit as asked:
        code = asked.code
    except BaseException:  # whatever it was, it must not go on as the process that it was forked from
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def _service(target: str) -> int | str | None:
    """Run a service."""
    # One of its own: with the one that was patched in, all would wait for each other's sockets in one epoll.
    hubs.use_hub()
    return run.main([target])


if __name__ == "__main__":
    for service in SERVICES:
        import_module(f"services.{service}.service")
    rock(_service)
