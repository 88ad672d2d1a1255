"""What the local stack consists of and where it keeps it: `.jingmei/local` in the project, git-ignored.

Ports and secrets are chosen once and remembered, so that they are the same after `make down` and `make up`.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deploy.local.processes import hold
from services import PROGRAMS

ROOT = Path(__file__).parents[2]
MOST = 16  # instances of one program: each has a port of its own for its health
FIRST = {"broker": 25672, "database": 27217, "gateway": 8080, "health": 18100}
VHOST = "jingmei"
# The operator's; each program is a user of its own.
USER = "jingmei"
# Which programs have a key; those that are not here all have. The compose file says the same.
HOLDERS = {
    "JINGMEI_TOKEN_KEY": ("gateway",),
    "JINGMEI_AUDIT_KEYS": ("gateway",),
    "JINGMEI_CONSOLE_KEYS": ("gateway",),
    "JINGMEI_FIELD_KEYS": ("gateway", "outlet", "notification"),
}


@dataclass
class Layout:
    """The stack as it is set up. `counts` are the wanted instances of each program."""

    home: Path
    ports: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PROGRAMS, 1))
    # The replica set's name, of this copy of the project alone: should another one take our port while we are down,
    # a client that asks for this set is refused there.
    replica_set: str = field(default_factory=lambda: f"jingmei-{secrets.token_hex(4)}")

    @classmethod
    def load(cls, home: Path | None = None) -> Layout:
        """What is remembered in `home`, or a new layout."""
        home = home or ROOT / ".jingmei" / "local"
        state = home / "state.json"
        if not state.exists():
            return cls(home)
        known = json.loads(state.read_text(encoding="utf-8"))
        counts = {**dict.fromkeys(PROGRAMS, 1), **known["counts"]}
        return cls(home, known["ports"], counts, known.get("replica_set", "jingmei"))

    def save(self) -> None:
        """Remember ports and counts."""
        # Nobody else looks in: the databases and the supervisor's configuration hold secrets too.
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)
        known = {name: value for name, value in asdict(self).items() if name != "home"}
        (self.home / "state.json").write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")

    def choose_ports(self) -> None:
        """The default ports, or the next ones that are free, held until their servers start; those once chosen stay."""
        spans = {"broker": 3, "database": 1, "gateway": 1, "health": MOST * len(PROGRAMS)}
        for name, first in FIRST.items():
            if name not in self.ports:
                self.ports[name] = _free(first, spans[name])

    @property
    def log(self) -> Path:
        """The folder of the processes' logs."""
        return self.home / "log"

    @property
    def env_file(self) -> Path:
        """The settings of every process; secrets in it, so its owner alone reads it."""
        return self.home / "env"

    @property
    def gateway_url(self) -> str:
        """Where the gateway answers."""
        return f"http://127.0.0.1:{self.ports['gateway']}"

    def health_port(self, program: str, number: int) -> int:
        """The health port of instance `number` (from 1) of a program."""
        return self.ports["health"] + PROGRAMS.index(program) * MOST + number - 1

    def instances(self) -> list[tuple[str, str, int]]:
        """Every wanted process: its name such as `review-2`, its program, its health port."""
        return [
            (f"{program}-{number}", program, self.health_port(program, number))
            for program in PROGRAMS
            for number in range(1, self.counts[program] + 1)
        ]

    @property
    def passwords(self) -> dict[str, str]:
        """The password of each program at the broker, and the operator's; made once."""
        kept = self.home / "broker.json"
        known: dict[str, str] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
        lacking = {name: secrets.token_urlsafe(24) for name in PROGRAMS if name not in known}
        if lacking:
            known |= lacking
            _write(kept, json.dumps(known, indent=1) + "\n")
        return known | {USER: unquote(urlsplit(self.settings()["JINGMEI_AMQP_URI"]).password or "")}

    def settings_of(self, program: str) -> dict[str, str]:
        """The settings of a program: at the broker it is a user of its own, and it has no key that it does not use."""
        place = f"127.0.0.1:{self.ports['broker']}/{VHOST}"
        told = {name: value for name, value in self.settings().items() if program in HOLDERS.get(name, PROGRAMS)}
        return told | {"JINGMEI_AMQP_URI": f"amqp://{program}:{self.passwords[program]}@{place}"}

    def settings(self) -> dict[str, str]:
        """The settings that all processes share, at the broker those of the operator; made once, then read back. Where
        the pages are is known besides."""
        # One person tries every role here: no role has to enrol before anything else.
        return {"JINGMEI_PUBLIC_URL": self.gateway_url, "JINGMEI_SECOND_FACTOR_ROLES": "none"} | self._kept()

    def _kept(self) -> dict[str, str]:
        if self.env_file.exists():
            lines = self.env_file.read_text(encoding="utf-8").splitlines()
            known = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
            return self._completed(known)
        made = self._make_settings()
        self.home.mkdir(parents=True, exist_ok=True)
        head = "# Made once by `make up`. Secrets: keep it. Losing the field keys loses what they encrypt.\n"
        _write(self.env_file, head + "".join(f"{name}={value}\n" for name, value in made.items()))
        return made

    def _completed(self, known: dict[str, str]) -> dict[str, str]:
        """With the secrets that a version before had no use for."""
        lacking = {name: value for name, value in _secrets().items() if name not in known}
        if lacking:
            with self.env_file.open("a", encoding="utf-8") as out:
                # Whatever somebody added by hand last may lack the end of its line.
                out.writelines(f"\n{name}={value}\n" for name, value in lacking.items())
        return known | lacking

    def _make_settings(self) -> dict[str, str]:
        password = secrets.token_urlsafe(24)
        return {
            "JINGMEI_AMQP_URI": f"amqp://{USER}:{password}@127.0.0.1:{self.ports['broker']}/{VHOST}",
            "JINGMEI_MONGO_URI": f"mongodb://127.0.0.1:{self.ports['database']}/?replicaSet={self.replica_set}",
            "JINGMEI_DATABASE_PREFIX": "jingmei_",
            "JINGMEI_HTTP_HOST": "127.0.0.1",
            "JINGMEI_HTTP_PORT": str(self.ports["gateway"]),
            "JINGMEI_HEALTH_HOST": "127.0.0.1",
            "JINGMEI_LOG_LEVEL": "info",
            **_secrets(),
        }


def _write(path: Path, text: str) -> None:
    """A file that its owner alone reads, whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
    new.replace(path)


def _secrets() -> dict[str, str]:
    """Keys of one's own, fresh ones."""
    rings = ("JINGMEI_FIELD_KEYS", "JINGMEI_AUDIT_KEYS", "JINGMEI_SIGNING_KEYS")
    made = {name: f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}" for name in rings}
    return made | {"JINGMEI_TOKEN_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")}


def _free(first: int, span: int) -> int:
    """The first port from `first` on, in steps of 100, from which `span` ports are free; they are held."""
    for port in range(first, first + 5_000, 100):
        if hold(range(port, port + span)):
            return port
    raise RuntimeError(f"no {span} free ports from {first} on")
