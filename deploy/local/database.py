"""A private MongoDB replica set of one node or of several, run by the present user from a folder of its own."""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
import sysconfig
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deploy.local.processes import (
    LEAVE,
    StartError,
    await_end,
    end,
    find,
    freeze,
    let_go,
    must_be_free,
    send,
    tail,
    wait_for,
)

# pymongo is half of what the commands of the stack import, and only some of them speak to the database.
if TYPE_CHECKING:
    from pymongo import MongoClient

SET = "jingmei"
# A hope, not a measure: a machine that does much else takes minutes to read a fresh mongod from its disk.
BOOT = 300.0
ALREADY_INITIALISED = 23


def mongod() -> str:
    """The mongod on PATH, else the one that the wheel carries. Raises: StartError."""
    if (found := shutil.which("mongod")) is not None:
        return found
    carried = Path(sysconfig.get_path("purelib")) / "fiftyone" / "db" / "bin" / "mongod"
    if carried.exists():
        return str(carried)
    raise StartError("no mongod: neither on PATH nor from the wheel in requirements/local.txt (make install)")


class Database:
    """Replica set `name` in `home`, on loopback, with `members` nodes on `port`, `port + 1`, …"""

    def __init__(self, home: Path, port: int, members: int = 1, name: str = SET) -> None:
        self.name = name
        self.home = home.absolute()
        self.ports = [port + index for index in range(members)]
        self._started: dict[int, subprocess.Popen[bytes]] = {}
        self._refusal = ""

    @property
    def uri(self) -> str:
        """The connection string of the set."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"mongodb://{hosts}/?replicaSet={self.name}"

    @property
    def pid(self) -> int | None:
        """The first node's process, None when it does not run."""
        return self.pid_of(self.ports[0])

    @property
    def running(self) -> bool:
        """Whether every node's process is there."""
        return all(self.pid_of(port) for port in self.ports)

    @property
    def log(self) -> Path:
        """The first node's log."""
        return self.log_of(self.ports[0])

    @property
    def ended(self) -> str:
        """How a node that this object started came to its end, with its log's last complaints; empty while all run."""
        for port, process in self._started.items():
            if (code := process.poll()) is not None:
                return f"mongod on port {port} ended with {code}{complaints(self.log_of(port))}"
        return ""

    def start(self) -> None:
        """Start what does not run and wait for a primary. Raises: StartError."""
        for port in self.ports:
            if self.pid_of(port) is None:
                self.launch(port)
        self.wait_ready()

    def wait_ready(self, timeout: float = BOOT) -> None:
        """Until the set has a primary that takes writes. Raises: StartError with what was refused and the log's end."""
        try:
            wait_for(f"MongoDB on port {self.ports[0]}", self._writable, timeout, self.log)
        except StartError as late:
            raise StartError(f"{late}{self._refusal}") from None

    def stop(self) -> None:
        """Stop every node; data stays."""
        for port in self.ports:
            if (pid := self.pid_of(port)) is not None:
                send(pid, signal.SIGCONT)
                end(pid)

    def kill(self) -> None:
        """SIGKILL to every node, as a crash would."""
        for port in self.ports:
            if (pid := self.pid_of(port)) is not None:
                send(pid, signal.SIGKILL)
                await_end(pid)
                if port in self._started:  # it has lost its command line, and on a busy machine its code comes later
                    self._started[port].wait(LEAVE)

    def freeze(self) -> None:
        """Stop the world in every node; connections stay open and nobody answers."""
        self._each(freeze)

    def thaw(self) -> None:
        """Let them go on."""
        self._each(partial(send, number=signal.SIGCONT))

    def step_down(self, seconds: int = 10) -> None:
        """Have the primary give up its place; the others elect a new one."""
        from pymongo.errors import OperationFailure, PyMongoError  # noqa: PLC0415 (see above)

        with self._client() as client:
            try:
                client.admin.command({"replSetStepDown": seconds, "secondaryCatchUpPeriodSecs": seconds})
            except PyMongoError as error:
                if isinstance(error, OperationFailure) and "No electable" in str(error):
                    raise

    def _each(self, act: Callable[[int], None]) -> None:
        """Do something to every node by its process id."""
        for port in self.ports:
            if (pid := self.pid_of(port)) is None:
                raise StartError(f"mongod on port {port} does not run{tail(self.log_of(port))}")
            act(pid)

    def pid_of(self, port: int) -> int | None:
        """The process of the node on this port, None when it does not run."""
        return find("mongod", f"--port {port} ", str(self._data(port)))

    def _data(self, port: int) -> Path:
        return self.home / f"node{self.ports.index(port)}"

    def log_of(self, port: int) -> Path:
        """The log of the node on this port."""
        return self.home / f"node{self.ports.index(port)}.log"

    def launch(self, port: int) -> None:
        """Start one node and wait for nothing. Raises: StartError when its port is taken."""
        let_go([port])
        must_be_free(port, "mongod")
        self._data(port).mkdir(parents=True, exist_ok=True)
        command = self.command(port)
        with (self.home / "mongod.out").open("ab") as out:
            started = subprocess.Popen(
                command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True
            )
        # Each collection and each index is a file that stays open: the customary soft limit of 1,024 is soon reached.
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.prlimit(started.pid, resource.RLIMIT_NOFILE, (most, most))
        self._started[port] = started

    def command(self, port: int) -> list[str]:
        """What starts one node."""
        return [
            mongod(), "--port", str(port), "--bind_ip", "127.0.0.1", "--nounixsocket", "--replSet", self.name,
            "--dbpath", str(self._data(port)), "--wiredTigerCacheSizeGB", "0.5", "--logappend",
            "--logpath", str(self.log_of(port)), "--setParameter", "diagnosticDataCollectionEnabled=false",
            # The default waits 15 s for clients to leave; ours come back by themselves.
            "--setParameter", "shutdownTimeoutMillisForSignaledShutdown=500",
            # The files of what was dropped go at the next checkpoint, not five minutes later: tests drop thousands.
            "--setParameter", "minSnapshotHistoryWindowInSeconds=0",
            # What nobody waits for is journalled every half second: ten looks a second were an eighth of its rest.
            "--journalCommitInterval", "500",
            # Threads that make room in the cache come as they are needed; four would wake every second.
            "--wiredTigerEngineConfigString", "eviction=(threads_min=1,threads_max=4)",
            # What a killed process left open holds its documents no longer than this; ours take milliseconds.
            "--setParameter", "transactionLifetimeLimitSeconds=10",
        ]  # fmt: skip

    def member(self, port: int) -> str:
        """How the set knows a node."""
        return f"127.0.0.1:{port}"

    def _client(self, port: int | None = None) -> MongoClient[dict[str, Any]]:
        from pymongo import MongoClient  # noqa: PLC0415

        uri = f"mongodb://127.0.0.1:{port}/?directConnection=true" if port else self.uri
        # A look ends soon when nobody is there; one that is there and slow is heard out.
        return MongoClient(uri, serverSelectionTimeoutMS=5_000, connectTimeoutMS=20_000, socketTimeoutMS=60_000)

    def _writable(self) -> bool:
        """One look: form the set as long as it is new, and see whether there is a primary."""
        if why := self.ended:
            raise StartError(f"{why}{tail(self.home / 'mongod.out')}")
        from pymongo.errors import PyMongoError  # noqa: PLC0415

        try:
            with self._client(self.ports[0]) as node:
                if not node.admin.command("hello").get("setName"):
                    self._form(node)
            with self._client() as client:
                return bool(client.admin.command("hello").get("isWritablePrimary"))
        except PyMongoError:
            return False

    def _form(self, node: MongoClient[dict[str, Any]]) -> None:
        """Initiate the set. Refused while a member does not answer the others yet (or itself); nothing is kept of that,
        the node still names no set, and the next look asks again."""
        from pymongo.errors import OperationFailure  # noqa: PLC0415

        members = [{"_id": index, "host": self.member(port)} for index, port in enumerate(self.ports)]
        settings = {"electionTimeoutMillis": 2_000, "heartbeatIntervalMillis": 500}
        config = {"_id": self.name, "members": members, "settings": settings}
        try:
            node.admin.command({"replSetInitiate": config})
        except OperationFailure as error:
            if error.code != ALREADY_INITIALISED:  # that is an earlier look's, whose answer did not come in time
                self._refusal = f"\nreplSetInitiate was refused: {str(error)[:300]}"
                raise


def complaints(log: Path, lines: int = 12) -> str:
    """The last lines of a node's log that are errors or worse; its last lines when there are none."""
    if not log.exists():
        return ""
    bad = [line for line in log.read_text(errors="replace").splitlines() if '"s":"E"' in line or '"s":"F"' in line]
    return "\n".join([f"\nlast errors in {log}:", *bad[-lines:]]) if bad else tail(log, lines)
