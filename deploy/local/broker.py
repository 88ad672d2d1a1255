"""A private RabbitMQ from the Debian package, run by the present user from a folder and ports of its own."""

from __future__ import annotations

import base64
import json
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

from deploy.local.processes import (
    LEAVE,
    StartError,
    command_line,
    end,
    find,
    find_with,
    freeze,
    let_go,
    listening,
    must_be_free,
    send,
    tail,
    wait_for,
)

# The scripts in /usr/sbin insist on the user `rabbitmq`; these do not.
BIN = Path("/usr/lib/rabbitmq/bin")
# A hope, not a measure: on a machine that does much else Erlang takes minutes to come up.
BOOT = 300.0
CONF = """\
listeners.tcp.default = 127.0.0.1:{port}
# A broker of one's own must not stop because the disk of the machine is nearly full of other things.
disk_free_limit.absolute = 50MB
vm_memory_high_watermark.relative = 0.4
log.file.level = warning
"""
# How `erl_call` shows what is no string differs from one Erlang to the next.
PRINTED = 'binary_to_list(base64:encode(unicode:characters_to_binary(io_lib:format("~0tp", [(catch begin {} end)]))))'
# A JSON object of numbers by queue.
MESSAGES = """\
Kept = fun(Q) -> case catch rabbit_amqqueue:info(Q, [messages]) of
  [{{messages, N}}] when is_integer(N) -> N;
  _ -> 0
end end,
Count = fun(Q) -> case amqqueue:get_type(Q) of
  rabbit_quorum_queue ->
    case catch ra:leader_query(amqqueue:get_pid(Q), fun rabbit_fifo:query_messages_total/1, 2000) of
      {{ok, {{_, N}}, _}} -> N;
      _ -> Kept(Q)
    end;
  _ -> Kept(Q)
end end,
binary_to_list(base64:encode(rabbit_json:encode(maps:from_list([
  {{element(4, amqqueue:get_name(Q)), Count(Q)}} || Q <- rabbit_amqqueue:list({vhost})
]))))"""


class Broker:
    """RabbitMQ in `home`, on loopback. Uses `port`, `port + 1` (Erlang distribution) and `port + 2` (epmd).

    The node's name carries the home's path digest, so that two homes never share anything.
    """

    def __init__(self, home: Path, port: int) -> None:
        self.home = home.absolute()
        self.port = port
        self.log = self.home / "log" / "rabbit.log"
        self._node = f"jingmei{port}@localhost"
        # Names stay in the node's memory: they come round.
        self._calls = cycle(range(1000))
        self._started: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process of the Erlang machine, None when it does not run."""
        return find("beam", f"-home {self.home / 'home'} ")

    @property
    def running(self) -> bool:
        """Whether the Erlang machine is there (it may still be booting)."""
        return self.pid is not None

    @property
    def ended(self) -> str:
        """How the node that this object started came to its end, with its log's last lines; empty while it runs."""
        if self._started is None or (code := self._started.poll()) is None:
            return ""
        return f"RabbitMQ on port {self.port} ended with {code}{tail(self.log)}"

    def uri(self, vhost: str = "/", user: str = "guest", password: str = "guest") -> str:
        """The AMQP URI of a virtual host."""
        return f"amqp://{quote(user)}:{quote(password, safe='')}@127.0.0.1:{self.port}/{quote(vhost, safe='')}"

    def start(self) -> None:
        """Start and wait until it takes connections; nothing to do when it runs. Raises: StartError."""
        if not (BIN / "rabbitmq-server").exists():
            raise StartError("RabbitMQ is not installed: apt-get install rabbitmq-server (make install does it)")
        if self.ended:
            # What is left of one that was killed counts as running until its last thread is gone.
            wait_for("RabbitMQ to be gone", lambda: not self.running, BOOT)
        if not self.running:
            let_go(range(self.port, self.port + 3))
            must_be_free(self.port, "RabbitMQ")
            self._prepare()
            with self.log.open("ab") as out:
                self._started = subprocess.Popen(
                    [BIN / "rabbitmq-server"], env=self._env(), stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                    start_new_session=True, cwd=self.home,
                )  # fmt: skip
        self.wait_ready()

    def wait_ready(self, timeout: float = BOOT) -> None:
        """Until the node has booted. Raises: StartError with the log's last lines."""
        wait_for(f"RabbitMQ on port {self.port}", self._open, timeout, self.log)

    def stop(self) -> None:
        """Stop the node and its epmd; data stays."""
        if (pid := self.pid) is not None:
            send(pid, signal.SIGCONT)
            end(pid)
            if self._started is not None:
                _ended(self._started)
        if (epmd := self._epmd()) is not None:
            end(epmd)

    def kill(self) -> None:
        """SIGKILL, as a crash would."""
        if (pid := self.pid) is not None:
            send(pid, signal.SIGKILL)
            # Its threads outlive its entry in the process table for a moment, and with them its port.
            wait_for("RabbitMQ to be gone", lambda: not command_line(pid) and not listening(self.port), BOOT)

    def wait_written(self, queue: str, timeout: float = BOOT) -> None:
        """Until a quorum queue that was just declared is in the node's own list on disk. Raises: StartError.

        The list is written up to a second after the declaration was answered. Killed before that, RabbitMQ 3.10 comes
        back with a queue that takes nothing and answers nobody until it is deleted.
        """
        files = list((self.home / "mnesia").glob("*/quorum/*/names.dets"))
        mark = queue.encode()
        wait_for(f"queue {queue} to be on disk", lambda: any(mark in path.read_bytes() for path in files), timeout)

    def freeze(self) -> None:
        """Stop the world in it; connections stay open and nobody answers."""
        freeze(self._required())

    def thaw(self) -> None:
        """Let it go on."""
        send(self._required(), signal.SIGCONT)

    def memory_alarm(self, on: bool) -> None:
        """Raise or clear the memory alarm, which blocks every publisher."""
        self._ask(f"vm_memory_monitor:set_vm_memory_high_watermark({'0.00000001' if on else '0.4'})", "ok")

    def add_vhost(self, name: str, user: str = "guest", password: str = "guest") -> None:
        """Make a virtual host that `user` may use; the user is made when it is not there."""
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        made = {"vhosts": [{"name": name}], "permissions": [{"user": user, "vhost": name, **everything}]}
        if user != "guest":
            made["users"] = [{"name": user, "password": password, "tags": ""}]
        self.define(made)

    def define(self, definitions: Mapping[str, Any]) -> None:
        """Make or change virtual hosts, users and what they may, as RabbitMQ's definitions say it."""
        self._ask(f"rabbit_definitions:import_raw({binary(json.dumps(definitions))})", "ok")

    def delete_vhost(self, name: str) -> None:
        """Remove a virtual host with everything in it."""
        self._ask(f"rabbit_vhost:delete({binary(name)}, {binary('jingmei')})", "ok")

    def has_vhost(self, name: str) -> bool:
        """Whether there is such a virtual host."""
        return self._ask(f"rabbit_vhost:exists({binary(name)})", "true", "false") == "true"

    def delete_user(self, name: str) -> None:
        """Remove a user."""
        self._ask(f"rabbit_auth_backend_internal:delete_user({binary(name)}, {binary('jingmei')})", "ok")

    def messages(self, vhost: str) -> dict[str, int]:
        """How many messages each queue of a virtual host has, ready and unacknowledged.

        Quorum queues are asked themselves: what the node keeps of them for `list_queues` is up to 5 s old. Of one that
        does not answer that is told.
        """
        told = self.evaluate(MESSAGES.format(vhost=binary(vhost)))
        found: dict[str, int] = json.loads(base64.b64decode(told.strip('"')))
        return found

    def ctl(self, *arguments: str) -> str:
        """What `rabbitmqctl` prints. Raises: RuntimeError with its complaint."""
        done = subprocess.run(
            [BIN / "rabbitmqctl", "-q", *arguments], env=self._env(), capture_output=True, text=True, timeout=BOOT,
            stdin=subprocess.DEVNULL, check=False, cwd=self.home,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"rabbitmqctl {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def _ask(self, expression: str, *expected: str) -> str:
        """What the node says to an Erlang expression. Raises: RuntimeError for anything that is not `expected`."""
        told = self.evaluate(expression)
        if told not in expected:
            raise RuntimeError(f"{expression.partition('(')[0]}: {told}")
        return told

    def evaluate(self, expression: str) -> str:
        """What an Erlang expression is in the node. Raises: RuntimeError.

        `rabbitmqctl` loads an Erlang and all its commands for every call: a second of processor time, this takes 2 ms.
        The expression is no argument, as others can read those, and one may hold a password. Each call has a name of
        its own: a node refuses who comes by the name of one that it still has.
        """
        done = subprocess.run(
            ["erl_call", "-h", f"{os.getpid()}-{next(self._calls)}", "-sname", self._node, "-e"], env=self._env(),
            capture_output=True, text=True, timeout=BOOT, input=f"{PRINTED.format(expression)}.\n", check=False,
            cwd=self.home,
        )  # fmt: skip
        if not done.stdout.startswith("{ok, "):
            raise RuntimeError(f"{expression.partition('(')[0]}: {done.stdout.strip() or done.stderr.strip()}")
        return base64.b64decode(done.stdout.removeprefix("{ok, ").rstrip().removesuffix("}").strip('"')).decode()

    def _open(self) -> bool:
        """Whether the port is open, which is the last step of the boot: then the node takes commands as well."""
        if ended := self.ended:
            raise StartError(ended)
        return listening(self.port)

    def _required(self) -> int:
        if (pid := self.pid) is None:
            raise StartError(f"RabbitMQ on port {self.port} does not run{tail(self.log)}")
        return pid

    def _prepare(self) -> None:
        for name in ("mnesia", "log", "home", "conf"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        (self.home / "conf" / "rabbitmq.conf").write_text(CONF.format(port=self.port))
        (self.home / "conf" / "enabled_plugins").write_text("[].\n")
        (self.home / "conf" / "env.conf").write_text("")
        # Erlang makes its secret readable first and private then: on a busy machine another Erlang of the same start
        # finds it in between, and the node refuses to boot.
        if not (cookie := self.home / "home" / ".erlang.cookie").exists():
            cookie.touch(0o600)
            cookie.write_text(secrets.token_hex(16))

    def _epmd(self) -> int | None:
        return find_with(f"ERL_EPMD_PORT={self.port + 2}", "epmd", "-daemon")

    def _env(self) -> dict[str, str]:
        conf = self.home / "conf"
        loopback = "-kernel inet_dist_use_interface {127,0,0,1}"
        own = {
            "HOME": self.home / "home",
            "RABBITMQ_NODENAME": self._node,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": self.port,
            "RABBITMQ_DIST_PORT": self.port + 1,
            "RABBITMQ_BASE": self.home,
            "RABBITMQ_MNESIA_BASE": self.home / "mnesia",
            "RABBITMQ_LOG_BASE": self.home / "log",
            "RABBITMQ_PID_FILE": self.home / "pid",
            "RABBITMQ_CONF_ENV_FILE": conf / "env.conf",
            "RABBITMQ_CONFIG_FILE": conf / "rabbitmq",
            "RABBITMQ_ENABLED_PLUGINS_FILE": conf / "enabled_plugins",
            # Two schedulers that do not spin: the node shares its machine with everything else. It is alone, and need
            # not tell others ten times a second that it lives; its dozens of queues count their messages every 10 s.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                f"{loopback} +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none"
                " -aten heartbeat_interval 10000 -rabbit quorum_tick_interval 10000"
            ),
            "RABBITMQ_CTL_ERL_ARGS": f"{loopback} +S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none",
            "ERL_EPMD_PORT": self.port + 2,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        return {**os.environ, **{name: str(value) for name, value in own.items()}}


def binary(text: str) -> str:
    """Erlang for a text, whatever is in it."""
    return f'base64:decode("{base64.b64encode(text.encode()).decode()}")'


def installed() -> bool:
    """Whether the package is there."""
    return (BIN / "rabbitmq-server").exists() and shutil.which("erl") is not None


def _ended(shell: subprocess.Popen[bytes]) -> None:
    """The shell around a node ends a moment later; one was seen that still waited for its node after five minutes."""
    try:
        shell.wait(LEAVE)
    except subprocess.TimeoutExpired:
        shell.kill()
        shell.wait()
