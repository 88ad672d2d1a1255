"""Which tests one process runs: those of a file, and those of a folder whose preparation is dearer than its tests."""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

# Each process that has one of their files would play the demo's quarter for itself, which takes minutes, or start a
# system of all services and a gateway for a few short tests.
TOGETHER = ("tests/e2e/played/", "tests/jingmei_client/")


class Spreading(LoadFileScheduling):
    """`--dist loadfile`, with whole folders where that is said."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))


class Spread:
    """Has files and such folders stay whole in a run with several processes."""

    @pytest.hookimpl(tryfirst=True, optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Producer) -> Spreading | None:
        """Only in place of the scheduler that keeps files whole: who asks for another one gets it."""
        return Spreading(config, log) if config.getoption("dist") == "loadfile" else None
