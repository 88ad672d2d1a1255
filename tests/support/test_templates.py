"""Templates that are compiled once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment

from tests.support.templates import keep_compiled


def shown(folder: Path) -> str:
    """What a new application makes of the page."""
    return Flask(__name__, template_folder=str(folder)).jinja_env.get_template("page.html").render(who="王芳")


def test_a_template_is_compiled_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Flask, "jinja_options", {})
    compiled: list[str] = []
    own: Any = Environment.compile

    def heard(self: Environment, source: str, *arguments: Any, **options: Any) -> Any:
        compiled.append(source)
        return own(self, source, *arguments, **options)

    monkeypatch.setattr(Environment, "compile", heard)
    kept, page = keep_compiled(tmp_path / "kept"), tmp_path / "page.html"
    page.write_text("{{ who }}，您好", encoding="utf-8")
    assert [shown(tmp_path), shown(tmp_path)] == ["王芳，您好"] * 2 and len(compiled) == 1
    assert len(list(kept.iterdir())) == 1
    page.write_text("再见，{{ who }}", encoding="utf-8")
    assert shown(tmp_path) == "再见，王芳" and len(compiled) == 2
