"""What the settings of TLS make of the servers' URIs, and what they refuse."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from shared.settings import SettingsError, kernel_settings
from shared.transport import address
from tests.support.certificates import Authority

GOOD = {"AMQP_URI": "amqps://me:a%2Fb@broker/vhost", "MONGO_URI": "mongodb://one,two/?replicaSet=x&tls=true"}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    authority = Authority(tmp_path, "ours")
    told = {**GOOD, "SERVERS_CA": str(authority.file), "SERVERS_CERTIFICATE": str(authority.certificate("own"))}
    for name, value in told.items():
        monkeypatch.setenv(f"JINGMEI_{name}", value)
    return told


def test_the_files_are_part_of_how_one_connects(environment: dict[str, str]) -> None:
    found = kernel_settings()
    where = address(found.amqp_uri)
    assert (where["host"], where["password"], where["virtual_host"]) == ("broker:5671", "a/b", "vhost")
    told = where["ssl"]
    assert (told["ca_certs"], told["certfile"]) == (environment["SERVERS_CA"], environment["SERVERS_CERTIFICATE"])
    assert (told["cert_reqs"], told["server_hostname"]) == (ssl.CERT_REQUIRED, "broker")
    assert found.mongo_uri.startswith(f"{GOOD['MONGO_URI']}&tlsCAFile=")


def test_without_files_the_authorities_of_the_system_count_and_the_name_is_checked() -> None:
    told = address("amqps://broker/")["ssl"]
    assert (told["ca_certs"], told["cert_reqs"], told["server_hostname"]) == (None, ssl.CERT_REQUIRED, "broker")
    assert address("amqp://broker/")["ssl"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AMQP_URI", "amqp://broker/"),
        ("AMQP_URI", "amqps://broker/?verify=verify_none"),
        ("MONGO_URI", "mongodb://database/"),
        ("MONGO_URI", "mongodb://database/?tls=true&tlsInsecure=true"),
        ("MONGO_URI", "mongodb://database/?tls=true&tlsAllowInvalidCertificates=true"),
        ("MONGO_URI", "mongodb://database/?tls=true&tlsAllowInvalidHostnames=true"),
        ("SERVERS_CA", "/nowhere"),
        ("SERVERS_CERTIFICATE", "/nowhere"),
    ],
)
def test_nothing_goes_unchecked_or_in_plain_text_where_files_are_set(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"JINGMEI_{name}", value)
    with pytest.raises(SettingsError) as caught:
        kernel_settings()
    assert {each.removeprefix("JINGMEI_") for each in caught.value.problems} == {name}


@pytest.mark.parametrize("option", ["tlsInsecure", "tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames"])
def test_not_even_without_files(monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    monkeypatch.setenv("JINGMEI_AMQP_URI", "amqp://broker/")
    monkeypatch.setenv("JINGMEI_MONGO_URI", f"mongodb://database/?tls=true&{option}=true")
    with pytest.raises(SettingsError, match="MONGO_URI"):
        kernel_settings()
