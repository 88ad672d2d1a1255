"""Without a demo there is nothing to take pictures of, which is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.screenshots.__main__ import main


def test_without_a_demo_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "--out", str(tmp_path / "images")]) == 1
    assert "make demo" in capsys.readouterr().out
    assert not (tmp_path / "images").exists()


def test_a_language_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--home", str(tmp_path), "--language", "fr"])
    assert stopped.value.code == 2
