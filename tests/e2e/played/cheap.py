"""The gateway and the pages as they are deployed, but for what a password's hash costs.

As deployed one takes a quarter of a second of CPU, which is the point of it; some hundred are made and looked at here,
in the demo, by the guides' programs and at the doors of the pages. The stack of `tests/e2e` has the costs as deployed.
"""

from __future__ import annotations

from typing import Any

from deploy import web
from gateway.accounts import passwords
from tests.support.hashing import CHEAP


def create_app() -> Any:
    """What gunicorn runs."""
    passwords._hasher = CHEAP
    return web.create_app()
