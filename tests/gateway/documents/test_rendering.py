"""Rendering in a process of its own: the same bytes, bounded in number and time, and the loop goes on meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.documents import make
from gateway.documents.rendering import Renderer, RenderingFailed
from gateway.errors import ServiceUnavailable
from tests.gateway.documents.official import official
from tests.gateway.documents.test_certificate_layout import CERTIFICATE
from tests.gateway.documents.test_workbook_layout import book
from tests.support.waiting import HOPE

ROOT = Path(__file__).parents[3]
# Under gevent as in a worker: a greenlet counts ten-milliseconds while certificates are made.
UNDER_GEVENT = """
from gevent import monkey; monkey.patch_all()
import gevent, hashlib
from gateway.documents.rendering import Renderer
from tests.gateway.documents.test_certificate_layout import CERTIFICATE
ticks = 0
def tick():
    global ticks
    while True:
        gevent.sleep(0.01)
        ticks += 1
gevent.spawn(tick)
renderer = Renderer(limit=100)
jobs = [gevent.spawn(renderer.render, CERTIFICATE) for _ in range(3)]
gevent.joinall(jobs, raise_error=True)
print(len({hashlib.sha256(job.value).hexdigest() for job in jobs}), ticks)
"""


def test_each_kind_is_the_same_as_made_here() -> None:
    renderer = Renderer(limit=100)
    for document in (official(), book(), CERTIFICATE):
        assert renderer.render(document) == make(document)


def test_the_loop_goes_on_while_documents_are_made() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", UNDER_GEVENT], capture_output=True, text=True, cwd=ROOT,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    digests, ticks = done.stdout.split()
    assert digests == "1" and int(ticks) > 20


def test_what_takes_too_long_is_ended_and_the_place_is_free_again() -> None:
    quick = Renderer(processes=1, limit=0.01)
    for _ in range(2):
        with pytest.raises(ServiceUnavailable, match=r"documents\.busy"):
            quick.render(CERTIFICATE)


def test_no_more_than_the_given_number_are_made_at_once() -> None:
    renderer = Renderer(processes=1, limit=HOPE)
    results: list[bytes] = []
    threads = [threading.Thread(target=lambda: results.append(renderer.render(official()))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HOPE)
    assert results == [make(official())] * 3


def test_data_that_cannot_be_rendered_is_a_fault_of_ours() -> None:
    with pytest.raises(RenderingFailed, match="exit code 1"):
        Renderer().render(replace(official(), dated="yesterday"))  # type: ignore[arg-type]


def test_secrets_do_not_reach_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spy = tmp_path / "python"
    spy.write_text("#!/bin/sh\nenv\n")
    spy.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(spy))
    monkeypatch.setenv("JINGMEI_TOKEN_KEY", "secret")
    seen = Renderer().render(official()).decode()
    assert "PATH=" in seen and "JINGMEI" not in seen
