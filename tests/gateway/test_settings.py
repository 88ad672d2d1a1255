"""Every error of the settings at once, by name, before anything starts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gateway.settings import MIB, gateway_settings
from shared.context import Role
from shared.settings import SettingsError
from tests.gateway.serving import KEY, ROOT, SEED, Served

GOOD = {
    "AMQP_URI": "amqp://broker/",
    "MONGO_URI": "mongodb://database/",
    "FIELD_KEYS": f"k2:{KEY},k1:{KEY}",
    "TOKEN_KEY": SEED,
    "PUBLIC_URL": "https://jingmei.example/",
    "AUDIT_KEYS": f"k2:{KEY},k1:{KEY}",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in GOOD.items():
        monkeypatch.setenv(f"JINGMEI_{name}", value)
    return monkeypatch


def test_what_is_not_set_has_its_default(environment: pytest.MonkeyPatch) -> None:
    found = gateway_settings()
    assert (found.rpc_deadline, found.max_body, found.max_upload) == (10.0, MIB, 20 * MIB)
    assert (found.cors_origins, found.trusted_proxies, found.tls) == ((), 0, False)
    assert found.second_factor_roles == (Role.ADMIN, Role.AUDITOR, Role.SECURITY_ADMIN)
    assert len(found.token_key) == 32 and [name for name, _ in found.field_keys] == ["k2", "k1"]


@pytest.mark.parametrize(("told", "roles"), [("none", ()), (" leader, admin ", (Role.LEADER, Role.ADMIN)), ("", ())])
def test_which_roles_take_a_second_factor(environment: pytest.MonkeyPatch, told: str, roles: tuple[Role, ...]) -> None:
    environment.setenv("JINGMEI_SECOND_FACTOR_ROLES", told)
    assert gateway_settings().second_factor_roles == roles


@pytest.mark.parametrize("value", [None, "", "jingmei.example", "ftp://jingmei.example"])
def test_where_the_world_finds_the_pages_must_be_told(environment: pytest.MonkeyPatch, value: str | None) -> None:
    assert gateway_settings().public_url == "https://jingmei.example"
    if value is None:
        environment.delenv("JINGMEI_PUBLIC_URL")
    else:
        environment.setenv("JINGMEI_PUBLIC_URL", value)
    with pytest.raises(SettingsError) as caught:
        gateway_settings()
    assert [name.removeprefix("JINGMEI_") for name in caught.value.problems] == ["PUBLIC_URL"]


PROVIDER = {
    "OIDC_ISSUER": "https://id.example",
    "OIDC_AUDIENCE": "jingmei",
    "OIDC_JWKS_URL": "https://id.example/jwks",
}


def test_a_provider_is_told_with_whom_its_tokens_are_for_and_its_keys(environment: pytest.MonkeyPatch) -> None:
    assert gateway_settings().oidc.issuer == ""
    for name, value in PROVIDER.items():
        environment.setenv(f"JINGMEI_{name}", value)
    found = gateway_settings().oidc
    assert (found.token_type, found.token_minutes, found.second_factor) == ("at+jwt", 60, ())
    assert found.algorithms == ("RS256", "PS256", "ES256", "EdDSA")
    environment.delenv("JINGMEI_OIDC_AUDIENCE")
    environment.setenv("JINGMEI_OIDC_JWKS_URL", "http://127.0.0.1:8080/jwks")
    assert wrong() == {"OIDC_AUDIENCE"}


def test_a_client_there_is_not_the_audience_and_has_its_addresses(environment: pytest.MonkeyPatch) -> None:
    for name, value in PROVIDER.items():
        environment.setenv(f"JINGMEI_{name}", value)
    environment.setenv("JINGMEI_OIDC_CLIENT_ID", "jingmei")
    assert wrong() == {"OIDC_AUDIENCE", "OIDC_AUTHORIZE_URL", "OIDC_TOKEN_URL"}
    pages = {"CLIENT_ID": "pages", "CLIENT_SECRET": "hush", "AUTHORIZE_URL": "https://id.example/a"}
    for name, value in {**pages, "TOKEN_URL": "https://id.example/t"}.items():
        environment.setenv(f"JINGMEI_OIDC_{name}", value)
    found = gateway_settings()
    assert (found.oidc.client_id, found.oidc.token_url) == ("pages", "https://id.example/t")
    assert "hush" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_ISSUER", "http://id.example"),
        ("OIDC_JWKS_URL", "http://id.example/jwks"),
        ("OIDC_JWKS_URL", "file:///etc/passwd"),
        ("OIDC_ALGORITHMS", "RS256,HS256"),
        ("OIDC_ALGORITHMS", "none"),
        ("OIDC_ALGORITHMS", ","),
        ("OIDC_TOKEN_TYPE", "id"),
        ("OIDC_TOKEN_MINUTES", "0"),
        ("OIDC_TOKEN_MINUTES", "100000"),
    ],
)
def test_nothing_of_a_provider_is_weak(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    for each, good in PROVIDER.items():
        environment.setenv(f"JINGMEI_{each}", good)
    environment.setenv(f"JINGMEI_{name}", value)
    assert name in wrong()


def wrong() -> set[str]:
    """The settings that are refused, by their names."""
    with pytest.raises(SettingsError) as caught:
        gateway_settings()
    return {name.removeprefix("JINGMEI_") for name in caught.value.problems}


def test_nothing_secret_is_shown(environment: pytest.MonkeyPatch) -> None:
    shown = repr(gateway_settings())
    assert not [name for name in ("token_key", "field_keys", "audit_keys", "audit_prune_uri") if name in shown]


def test_every_error_is_told_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("JINGMEI_MONGO_URI")
    wrong = {
        "AMQP_URI": "http://broker",
        "TOKEN_KEY": "short",
        "RPC_DEADLINE": "600",
        "MAX_BODY": "much",
        "CORS_ORIGINS": "nowhere",
        "SIGN_UP_RATE": "often",
        "SECOND_FACTOR_ROLES": "admin,mayor",
        "SESSION_IDLE": "staff=soon",
        "FIELD_KEYS": "k1:short",
        "AUDIT_KEYS": "k1:short",
        "AUDIT_HEADS": "/nowhere/heads",
        "AUDIT_EXPORT": "/nowhere",
        "AUDIT_PRUNE_URI": "http://database",
    }
    for name, value in wrong.items():
        environment.setenv(f"JINGMEI_{name}", value)
    with pytest.raises(SettingsError) as caught:
        gateway_settings()
    assert {name.removeprefix("JINGMEI_") for name in caught.value.problems} == {*wrong, "MONGO_URI"}


def test_a_gateway_with_bad_settings_ends_with_code_2() -> None:
    made = Served("gateway.app:create_app()", ROOT / "unused", AMQP_URI="nonsense", MAX_BODY="-1")
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn_conf.py", made.application]
    done = subprocess.run(command, env=made.environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert {"JINGMEI_AMQP_URI", "JINGMEI_MONGO_URI", "JINGMEI_MAX_BODY"} <= set(done.stderr.replace(":", " ").split())
