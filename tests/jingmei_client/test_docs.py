"""The code in docs/clients.md, run as it stands."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.e2e.cast import PNG
from tests.e2e.people import BUREAU, PASSWORD, People
from tests.e2e.stack import Stack
from tests.support.servers import ROOT

PAGE = ROOT / "docs" / "clients.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ID_NUMBER = "11010519491231002X"


def test_the_code_of_the_page_runs(
    stack: Stack, people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) == 6
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "down").mkdir()
    known = {
        "url": stack.url, "bureau": BUREAU, "login": people.new(name="王芳").login, "password": PASSWORD,
        "id_number": ID_NUMBER, "picture": tmp_path / "a.png", "folder": tmp_path / "down",
    }  # fmt: skip
    for number, block in enumerate(blocks):
        exec(compile(block, f"clients.md, block {number + 1}", "exec"), known)
    printed = capsys.readouterr().out.splitlines()
    assert printed[:2] == ["王芳 []", "滨江播报 pending"]
    assert printed[2].startswith("/region ")
    assert printed[3] == "waiting for verification self-media"
    assert (tmp_path / "down" / "a.png").read_bytes() == PNG
    assert known["place"]
    assert printed[-1] == f"image/png {hashlib.sha256(PNG).hexdigest()}"
    assert printed[-2].startswith(f"{len(PNG)} of {len(PNG)} bytes ")


def test_what_the_page_names_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links and all((PAGE.parent / link).exists() for link in links)
    assert re.search(r"^client:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
