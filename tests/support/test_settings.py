"""A test run is free of the settings of whoever started it, and a test that hands its own on is told so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.servers import ROOT
from tests.support.settings import changed, kept, present

STORY = """
import os

def test_one():
    assert "JINGMEI_MONGO_URI" not in os.environ
    os.environ["JINGMEI_FIELD_KEYS"] = "left"

def test_two():
    assert "JINGMEI_FIELD_KEYS" not in os.environ
"""


def test_a_run_starts_without_settings_and_no_test_leaves_one(tmp_path: Path) -> None:
    (tmp_path / "test_story.py").write_text(STORY)
    plugins = ["-p", "no:cacheprovider", "-p", "no:pytest_nameko", "-p", "tests.conftest"]
    command = [sys.executable, "-m", "pytest", *plugins, str(tmp_path)]
    env = os.environ | {"JINGMEI_MONGO_URI": "mongodb://of.the.shell/"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    assert "2 passed, 1 error" in done.stdout
    assert "the test changed JINGMEI_FIELD_KEYS for those after it" in done.stdout


def test_what_happens_in_between_is_undone() -> None:
    os.environ["JINGMEI_LANG"] = "zh"
    before = present()
    with kept():
        del os.environ["JINGMEI_LANG"]
        os.environ["JINGMEI_INSTANCE"] = "x"
        assert changed(before) == ["JINGMEI_INSTANCE", "JINGMEI_LANG"]
    assert present() == before
    del os.environ["JINGMEI_LANG"]
