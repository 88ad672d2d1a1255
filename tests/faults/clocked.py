"""What gunicorn runs in the clock's scenario: the gateway, on a machine whose clock a file sets wrong."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from gateway import app
from tests.faults import wrong_clock

CLOCK = "JINGMEI_TEST_CLOCK"


def create_app() -> Flask:
    """The gateway."""
    wrong_clock.install(Path(os.environ[CLOCK]))
    return app.create_app()
