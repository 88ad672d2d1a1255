"""Which tests one process runs: those of a file, and those of a folder whose preparation is dearer than its tests; and
what is begun first.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

# Each process that has one of their files would play the demo's quarter for itself, which takes minutes, or start a
# system of all services and a gateway for a few short tests.
TOGETHER = ("tests/e2e/played/", "tests/jingmei_client/")
# What takes one process longest: begun late, the others would have nothing left to do beside it. All else stays in the
# order of its folders, since a system is stopped where they end.
LONGEST = ("tests/e2e/played/", "tests/faults/test_short.py")


class Spreading(LoadFileScheduling):
    """`--dist loadfile`, with whole folders where that is said, and the longest first."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))

    def _assign_work_unit(self, node: WorkerController) -> None:
        if (longest := next((each for each in LONGEST if each in self.workqueue), None)) is not None:
            self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)


class Spread:
    """Has files and such folders stay whole in a run with several processes."""

    @pytest.hookimpl(tryfirst=True, optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Producer) -> Spreading | None:
        """Only in place of the scheduler that keeps files whole: who asks for another one gets it."""
        return Spreading(config, log) if config.getoption("dist") == "loadfile" else None
