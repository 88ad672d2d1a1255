"""Finding and ending processes by what they are, never by a number alone: pids are used again."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

# Below those that the kernel gives to outgoing connections: one of these could take a port between choice and use.
PORTS = range(28_000, 32_700)
# A process that was just killed may hold its port for a moment longer than its entry in the process table.
LINGER = 10.0
# What a process gets to end after its signal. All it costs is patience with one that never does.
LEAVE = 120.0


class StartError(RuntimeError):
    """A server did not come up; the text names its log and the log's last lines."""


def free_ports(count: int) -> list[int]:
    """So many loopback ports in a row that nobody has, and that no other process of ours is given while this one runs.

    Raises: StartError.
    """
    for _ in range(500):
        first = PORTS.start + secrets.randbelow(len(PORTS) - count)
        if all(_can_have(port) and _reserved(port) for port in range(first, first + count)):
            return list(range(first, first + count))
    raise StartError(f"no {count} free ports in a row between {PORTS.start} and {PORTS.stop}")


def _can_have(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _reserved(port: int) -> bool:
    """Whether the port is ours from now on: a server opens it seconds later, and meanwhile another would choose it.

    Whoever shares our ports shares the kernel's space of names, be it from another clone or in another root.
    """
    mark = socket.socket(socket.AF_UNIX)
    try:
        mark.bind(f"\0jingmei-port-{port}")
    except OSError:
        mark.close()
        return False
    mark.detach()  # open, and so ours, until this process ends
    return True


# Chosen, and without a server yet: opened by us, so that no other stack that chooses just now is given them too.
_held: dict[int, socket.socket] = {}


def hold(ports: Iterable[int]) -> bool:
    """Keep others from these loopback ports until `let_go`; False when somebody has one, and then none is kept."""
    taken: dict[int, socket.socket] = {}
    for port in ports:
        taken[port] = socket.socket()
        # One that somebody has left lately may be had.
        taken[port].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken[port].bind(("127.0.0.1", port))
            taken[port].listen()
        except OSError:
            for each in taken.values():
                each.close()
            return False
    _held.update(taken)
    return True


def let_go(ports: Iterable[int]) -> None:
    """Leave held ports to the server that is started now; those that are not held are none of our business."""
    for port in ports:
        if (kept := _held.pop(port, None)) is not None:
            kept.close()


def listening(port: int) -> bool:
    """Whether something accepts connections on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def must_be_free(port: int, who: str) -> None:
    """Another's server on our port would be taken for ours, and set up as ours. Raises: StartError."""
    try:
        wait_for(f"port {port}", lambda: not listening(port), LINGER)
    except StartError:
        raise StartError(f"{who} cannot have port {port}: another program listens on it") from None


def command_line(pid: int) -> str:
    """The command line of a process, empty when there is none (a zombie has none either)."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def find(*marks: str) -> int | None:
    """The pid of the process whose command line holds every mark."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            line = command_line(int(entry.name))
            if line and all(mark in line for mark in marks):
                return int(entry.name)
    return None


def find_with(variable: str, *marks: str) -> int | None:
    """The pid of the process whose command line holds every mark and whose environment has `NAME=value`."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and all(mark in command_line(int(entry.name)) for mark in marks):
            try:
                environment = (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue  # gone, or somebody else's
            if variable.encode() in environment:
                return int(entry.name)
    return None


def wait_for(what: str, done: Callable[[], bool], timeout: float, log: Path | None = None) -> None:
    """Until `done()`. Raises: StartError after `timeout` seconds, with the log's last lines."""
    end = time.monotonic() + timeout
    pause = threading.Event()
    while not done():
        if time.monotonic() > end:
            raise StartError(f"{what}: not within {timeout:.0f} s{tail(log)}")
        pause.wait(0.1)


def end(pid: int, timeout: float = LEAVE) -> None:
    """SIGTERM, then SIGKILL when it does not go in time."""
    send(pid, signal.SIGTERM)
    try:
        await_end(pid, timeout)
    except StartError:
        send(pid, signal.SIGKILL)
        await_end(pid)


def await_end(pid: int, timeout: float = LEAVE) -> None:
    """Until a process is gone. Raises: StartError after `timeout` seconds."""
    wait_for(f"process {pid} to be gone", lambda: not command_line(pid), timeout)


def send(pid: int, number: int) -> None:
    """Signal a process that may be gone already."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def freeze(pid: int) -> None:
    """Stop a process where it stands, and wait until it does. Raises: StartError when it goes on.

    The signal is taken by one of its threads: on a busy machine that one waits for its turn, and the others go on.
    """
    send(pid, signal.SIGSTOP)
    wait_for(f"process {pid} to stand still", lambda: _still(pid), LEAVE)


def _still(pid: int) -> bool:
    """Whether no thread of a process runs; true of one that is gone."""
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        try:
            state = stat.read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue  # a thread that has just ended
        if state not in "TtXZ":
            return False
    return True


def tail(log: Path | None, lines: int = 12) -> str:
    """The last lines of a log, for an error message."""
    if log is None or not log.exists():
        return ""
    text = log.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join([f"\nlast lines of {log}:", *text])
