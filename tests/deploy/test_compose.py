"""What the compose file promises, read as an engine reads it: every variable filled in from the generated secrets."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.docker.broker_users import loaded
from gateway.settings import gateway_settings
from services import PROGRAMS
from shared.settings import kernel_settings

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `make compose-env` makes."""
    path = tmp_path_factory.mktemp("compose") / ".env"
    subprocess.run([sys.executable, "-m", "deploy.docker.make_env", path], cwd=ROOT, check=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text()
    subprocess.run([sys.executable, "-m", "deploy.docker.make_env", path], cwd=ROOT, check=True)
    assert path.read_text() == before
    return dict(line.split("=", 1) for line in before.splitlines() if not line.startswith("#"))


def test_a_newer_version_adds_its_secrets_and_keeps_the_others(secrets: dict[str, str], tmp_path: Path) -> None:
    path, new = tmp_path / ".env", {"JINGMEI_MONGO_LIAISON", "JINGMEI_FIELD_KEYS_NOTIFICATION"}
    old = {name: value for name, value in secrets.items() if name not in new}
    path.write_text("".join(f"{name}={value}\n" for name, value in old.items()) + "JINGMEI_LOG_LEVEL=debug")
    told = subprocess.run(
        [sys.executable, "-m", "deploy.docker.make_env", path], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    found = dict(line.split("=", 1) for line in path.read_text().splitlines())
    assert found.keys() - old.keys() == new | {"JINGMEI_LOG_LEVEL"}
    assert old.items() <= found.items() and all(name in told for name in new)
    assert found["JINGMEI_FIELD_KEYS_NOTIFICATION"].startswith("k1:")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_service_has_a_user_made_for_it(services: dict[str, dict[str, Any]]) -> None:
    job = services["database-users"]["environment"]
    assert {f"JINGMEI_MONGO_{name.upper()}" for name in PROGRAMS} <= job.keys()


@pytest.fixture(scope="module")
def services(secrets: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The services with every variable replaced."""

    def value(match: re.Match[str]) -> str:
        name, sign, text = match.groups()
        assert name in secrets or sign == "-", f"{name} has neither a secret nor a default"
        return secrets.get(name, text or "")

    def filled(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: filled(each) for key, each in part.items()}
        if isinstance(part, list):
            return [filled(each) for each in part]
        return VARIABLE.sub(value, part) if isinstance(part, str) else part

    # As compose does it: after parsing, so that a number or `false` from a variable is text.
    found: dict[str, dict[str, Any]] = filled(yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"])
    return found


def test_every_secret_is_used_and_its_absence_told(secrets: dict[str, str]) -> None:
    asked = {match[1]: match[2] for match in VARIABLE.finditer(COMPOSE.read_text(encoding="utf-8"))}
    assert set(secrets) == {name for name, sign in asked.items() if sign == "?"}


def test_every_container_is_hardened(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["init"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert int(service["stop_grace_period"].removesuffix("s")) >= 30, name
        assert not {"privileged", "container_name", "cap_add", "pid", "network_mode"} & set(service), name
        assert service["healthcheck"].get("test") or name in {"operator", "database-users", "broker-users"}


def test_ports_are_on_loopback_alone(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name


def test_programs_can_be_scaled(services: dict[str, dict[str, Any]]) -> None:
    for name in PROGRAMS:
        for port in services[name].get("ports", []):
            first, last = port.split(":")[1].split("-")
            assert int(last) - int(first) >= 15, "a range, or a second instance finds its port taken"


def test_programs_wait_for_the_servers(services: dict[str, dict[str, Any]]) -> None:
    for name in PROGRAMS:
        assert services[name]["depends_on"] == {
            "rabbitmq": {"condition": "service_healthy"},
            "database-users": {"condition": "service_completed_successfully"},
        }


def test_each_program_has_a_database_user_of_its_own(services: dict[str, dict[str, Any]]) -> None:
    uris = {name: services[name]["environment"]["JINGMEI_MONGO_URI"] for name in PROGRAMS}
    for name, uri in uris.items():
        assert uri.startswith(f"mongodb://{name}:")
        assert f"authSource=jingmei_{name}" in uri
    assert len({uri.split("@")[0].rpartition(":")[2] for uri in uris.values()}) == len(uris)


def test_each_program_has_a_broker_user_of_its_own(services: dict[str, dict[str, Any]]) -> None:
    uris = {name: services[name]["environment"]["JINGMEI_AMQP_URI"] for name in PROGRAMS}
    for name, uri in uris.items():
        assert uri.startswith(f"amqp://{name}:")
    assert len({uri.split("@")[0].rpartition(":")[2] for uri in uris.values()}) == len(uris)
    job, broker = services["broker-users"], services["rabbitmq"]
    assert {user["name"] for user in loaded(job["environment"])["users"]} == {*PROGRAMS, "jingmei"}
    assert job["command"][-1] == "/var/lib/jingmei/broker/definitions.json"
    assert "broker-users:/var/lib/jingmei/broker" in job["volumes"]
    assert "broker-users:/etc/jingmei:ro" in broker["volumes"]
    assert broker["depends_on"] == {"broker-users": {"condition": "service_completed_successfully"}}
    conf = (ROOT / "deploy" / "docker" / "rabbitmq.conf").read_text(encoding="utf-8")
    assert "load_definitions = /etc/jingmei/definitions.json" in conf


def test_programs_take_their_settings(services: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROGRAMS:
        for known in [key for key in os.environ if key.startswith("JINGMEI_")]:
            monkeypatch.delenv(known)
        for key, text in services[name]["environment"].items():
            monkeypatch.setenv(key, text)
        assert (gateway_settings if name == "gateway" else kernel_settings)().database_prefix == "jingmei_"


def test_a_secret_reaches_only_who_needs_it(services: dict[str, dict[str, Any]], secrets: dict[str, str]) -> None:
    holders = {
        name: {key for key, value in secrets.items() if value in str(service.get("environment"))}
        for name, service in services.items()
    }

    def of(secret: str) -> set[str]:
        return {name for name, held in holders.items() if secret in held}

    assert of("JINGMEI_TOKEN_KEY") == {"gateway"}
    assert of("JINGMEI_MONGO_PRUNER") == {"gateway", "database-users"}
    assert of("JINGMEI_AUDIT_KEYS") == {"gateway", "operator"}
    assert of("JINGMEI_FIELD_KEYS_OUTLET") == {"outlet"}
    assert of("JINGMEI_FIELD_KEYS_GATEWAY") == {"gateway"}
    assert of("JINGMEI_FIELD_KEYS_NOTIFICATION") == {"notification"}
    assert of("JINGMEI_MONGO_ROOT") == {"mongodb", "database-users"}
    assert of("JINGMEI_MONGO_REVIEW") == {"review", "database-users"}
    assert of("JINGMEI_AMQP_REVIEW") == {"review", "broker-users"}
    assert of("JINGMEI_AMQP_PASSWORD") == {"operator", "broker-users"}
    assert of("JINGMEI_SIGNING_KEYS") == {*PROGRAMS, "operator"}


def test_only_who_must_reaches_outside(services: dict[str, dict[str, Any]]) -> None:
    assert {name for name, service in services.items() if "outside" in service["networks"]} == {
        "gateway",
        "notification",
        "rabbitmq",
    }
