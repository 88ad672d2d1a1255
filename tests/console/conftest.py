"""The console on a gateway in this process: people of real accounts, without a service behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from console.app import create_app
from console.carrying import InProcess
from console.settings import ConsoleSettings
from jingmei_client import Retry
from jingmei_client.transport import Transport
from tests.console.browser import Browser
from tests.gateway.accounts.desk import Bureau, Desk
from tests.gateway.accounts.fixtures import bureau, cheap_passwords, desk
from tests.support.templates import keep_compiled

__all__ = ["bureau", "cheap_passwords", "desk"]
KEYS = (bytes(32), bytes(range(32)))
keep_compiled()


@pytest.fixture(scope="module")
def console(desk: Desk) -> Iterator[Flask]:
    patient = Retry(tries=8, base=0.05, most=0.2)
    transport = Transport("http://jingmei.invalid", retry=patient, adapter=InProcess(desk.app))
    yield create_app(transport, ConsoleSettings(KEYS))
    transport.close()


@pytest.fixture
def browser(console: Flask, bureau: Bureau) -> Browser:
    """Somebody at the sign-in page of a bureau that has an administrator, `chief`."""
    return Browser(console, bureau.code)
