"""A run that cannot go on says why in a line; people who may not sign up any more get their accounts otherwise."""

from __future__ import annotations

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from deploy.demo import __main__ as program
from deploy.demo.desks import DESKS
from deploy.demo.play import PHASES
from deploy.demo.quarter import read
from deploy.demo.setup import BUREAU, SAMPLE
from deploy.demo.stage import PATIENT, Stage
from jingmei_client import Unreachable
from jingmei_client.errors import problem_of


@pytest.mark.parametrize(
    "error", [Unreachable("no answer [from] it", "", ""), problem_of(422, {"code": "validation"}), TimeoutError("late")]
)
def test_what_stops_a_run_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    def play(*_: Any) -> None:
        raise error

    monkeypatch.setattr(program, "stage", lambda *_: SimpleNamespace(bureau=BUREAU))
    monkeypatch.setattr(program, "play", play)
    monkeypatch.setattr("deploy.local.layout.Layout.load", lambda: None)
    assert program.main([]) == 1
    assert str(error) in capsys.readouterr().out


@pytest.mark.parametrize(("bureau", "laid"), [(BUREAU, True), ("330109", False)])
def test_what_waits_is_laid_in_the_samples_bureau_alone(
    monkeypatch: pytest.MonkeyPatch, bureau: str, laid: bool
) -> None:
    played: list[Any] = []
    monkeypatch.setattr(program, "stage", lambda *_: SimpleNamespace(bureau=bureau))
    monkeypatch.setattr(program, "play", lambda _stage, _console, phases: played.extend(phases))
    monkeypatch.setattr(program, "tell", lambda *_: None)
    monkeypatch.setattr("deploy.local.layout.Layout.load", lambda: None)
    assert program.main([]) == 0
    assert set(played) == {*PHASES, *(program.OWN if laid else ())} and DESKS in program.OWN


def test_a_file_that_is_no_workbook_is_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "csv.xlsx").write_text("媒体,作品")
    assert program.main(["--input", str(tmp_path / "csv.xlsx")]) == 2
    assert "请另存为" in capsys.readouterr().out
    assert program.main(["--input", str(tmp_path / "none.xlsx")]) == 2
    assert "不能读取 / cannot be read: No such file" in capsys.readouterr().out


class Busy(BaseHTTPRequestHandler):
    """A gateway that asks to be asked again, thirty times."""

    keys: ClassVar[list[str]] = []
    log_message = lambda *_: None  # noqa: E731

    def do_POST(self) -> None:
        self.keys.append(self.headers["Idempotency-Key"])
        self.rfile.read(int(self.headers["Content-Length"]))
        busy = len(self.keys) <= 30
        self.send_response(503 if busy else 201)
        self.send_header("Content-Length", "2")
        self.send_header("Retry-After" if busy else "ETag", "2" if busy else '"1"')
        self.end_headers()
        self.wfile.write(b"{}")


def test_a_run_asks_again_as_long_as_that_is_said_to_help(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    waited: list[float] = []
    monkeypatch.setattr("deploy.demo.stage.PATIENT", replace(PATIENT, sleep=waited.append))
    with ThreadingHTTPServer(("127.0.0.1", 0), Busy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        client = Stage(url, "330108", "局", read(SAMPLE), tmp_path, {}, lambda *_: None, lambda *_: None).client()
        made = client.submissions.withdraw("s1", reason="x", version="*")
        server.shutdown()
    assert (made.status, len(Busy.keys), len(set(Busy.keys))) == (201, 31, 1)
    assert all(wait >= 2 for wait in waited)
