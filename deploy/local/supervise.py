"""The processes of the stack under supervisor: one program per instance, so that scaling one leaves the rest."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import xmlrpc.client
from functools import cache
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from deploy.local.layout import ROOT, Layout
from deploy.local.processes import LEAVE, end, find, tail, wait_for

STOP_SECONDS = 35
HEAD = """\
[supervisord]
logfile={home}/supervisord.log
pidfile={home}/supervisord.pid
identifier=jingmei
[unix_http_server]
file={socket}
chmod=0700
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""
# Exit code 2 says that the settings are bad: starting again would change nothing.
PROGRAM = """\
[program:{name}]
command={command}
directory={root}
environment={environment}
stopsignal=TERM
stopwaitsecs={stop}
stopasgroup=false
killasgroup=true
startsecs=1
startretries=10
autorestart=unexpected
exitcodes=0,2
redirect_stderr=true
stdout_logfile={log}
stdout_logfile_maxbytes=20MB
stdout_logfile_backups=3
"""


class Supervisor:
    """One supervisord for one layout, spoken to over its socket."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._conf = layout.home / "supervisord.conf"

    @property
    def pid(self) -> int | None:
        """The supervisor's process."""
        return find("supervisord", f"-c {self._conf}")

    def apply(self) -> None:
        """Have exactly the wanted instances running; those that stay are not touched."""
        self._layout.log.mkdir(parents=True, exist_ok=True)
        self._conf.write_text(self._config(), encoding="utf-8")
        if self.pid is None:
            binary = Path(sys.executable).with_name("supervisord")
            subprocess.run([binary, "-c", self._conf], check=True, cwd=ROOT)
            wait_for("the supervisor", self._answers, LEAVE, self._layout.home / "supervisord.log")
            return
        api = self._api()
        added, changed, removed = api.supervisor.reloadConfig()[0]
        for name in removed + changed:
            api.supervisor.stopProcessGroup(name, True)
            api.supervisor.removeProcessGroup(name)
        for name in added + changed:
            api.supervisor.addProcessGroup(name)

    def processes(self) -> list[dict[str, Any]]:
        """What the supervisor knows of each process; empty when it does not run."""
        if self.pid is None:
            return []
        found: list[dict[str, Any]] = self._api().supervisor.getAllProcessInfo()
        return found

    def gave_up(self, name: str) -> bool:
        """Whether a process ended and will not be started again."""
        return any(p["name"] == name and p["statename"] in {"FATAL", "EXITED"} for p in self.processes())

    def stop(self) -> None:
        """Stop every process gracefully, then the supervisor."""
        if (pid := self.pid) is not None:
            end(pid, STOP_SECONDS + LEAVE)

    def complaint(self, name: str) -> str:
        """The end of a process's log, for an error message."""
        return tail(self._layout.log / f"{name}.log")

    def _socket(self) -> str:
        # A socket's path has at most 107 bytes: in a deep folder it lives beside the temporary files.
        own = str(self._layout.home / "supervisor.sock")
        beside = Path(tempfile.gettempdir()) / f"jingmei-{os.getuid()}-{self._layout.ports['broker']}.sock"
        return own if len(own) < 100 else str(beside)

    def _api(self) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._socket()}")
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)

    def _answers(self) -> bool:
        try:
            return bool(self._api().supervisor.getState()["statename"] == "RUNNING")
        except OSError:
            return False

    def _config(self) -> str:
        layout = self._layout
        parts = [HEAD.format(home=layout.home, socket=self._socket())]
        for name, program, port in layout.instances():
            own = {"JINGMEI_INSTANCE": name, "JINGMEI_HEALTH_PORT": str(port), "PYTHONUNBUFFERED": "1"}
            # Another code, another environment: then `up` restarts what runs the old one.
            own["JINGMEI_RELEASE"] = release()
            environment = {
                **layout.settings_of(program),
                **own,
                "PYTHONPATH": str(ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
            }
            parts.append(
                PROGRAM.format(
                    name=name,
                    command=_command(program),
                    root=ROOT,
                    environment=",".join(f'{key}="{_quoted(value)}"' for key, value in environment.items()),
                    stop=STOP_SECONDS,
                    log=layout.log / f"{name}.log",
                )
            )
        parts.append(self._guard())
        return "\n".join(parts)

    def _guard(self) -> str:
        """Who starts a server again that ended."""
        log, home = self._layout.log / "servers.log", self._layout.home
        environment = f'PYTHONPATH="{_quoted(str(ROOT))}",PYTHONUNBUFFERED="1",PYTHONDONTWRITEBYTECODE="1"'
        command = f"{sys.executable} -m deploy.local.guard {_quoted(str(home))}"
        told = {"command": command, "root": ROOT, "environment": environment, "stop": STOP_SECONDS, "log": log}
        return PROGRAM.format(name="servers", **told)


@cache
def release() -> str:
    """A short digest of the code as it lies here."""
    digest = hashlib.sha256()
    for top in ("services", "gateway", "shared", "console", "jingmei_client", "deploy"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix in {".py", ".po", ".toml", ".html", ".css", ".js", ".svg"}:
                status = path.stat()
                digest.update(f"{path.relative_to(ROOT)} {status.st_mtime_ns} {status.st_size}\n".encode())
    return digest.hexdigest()[:12]


def _quoted(value: str) -> str:
    return value.replace("%", "%%").replace('"', '\\"')


def _command(program: str) -> str:
    python = sys.executable
    if program == "gateway":
        return f"{Path(python).with_name('gunicorn')} -c {ROOT}/deploy/gunicorn_conf.py deploy.web:create_app()"
    return f"{python} -m shared.run {program}"
