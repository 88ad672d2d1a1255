"""Who knows one service knows all: every service folder has the same parts, and its README the same sections."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from services import SERVICES

ROOT = Path(__file__).parents[2]
PARTS = ("domain", "schemas", "repository", "service")
SECTIONS = ("**Owns**", "**Queries**", "**Emits**", "**Consumes**", "**Settings**")
TOPS = ("services", "gateway", "console", "shared", "jingmei", "jingmei_client")
SOURCES = [path for top in TOPS for path in (ROOT / top).rglob("*.py")]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_parts_of_every_service(service: str) -> None:
    folder = ROOT / "services" / service
    missing = [part for part in PARTS if not ((folder / f"{part}.py").exists() or (folder / part).is_dir())]
    assert not missing


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_readme_says_what_it_owns_emits_and_consumes(service: str) -> None:
    text = (ROOT / "services" / service / "README.md").read_text(encoding="utf-8")
    assert [section for section in SECTIONS if section not in text] == []
    assert len(text.splitlines()) <= 80


@pytest.mark.parametrize("service", SERVICES)
def test_no_two_parts_of_a_service_have_a_method_of_one_name(service: str) -> None:
    """A service is put together of parts: of two methods of one name one is lost, by the order of the parts."""
    module = import_module(f"services.{service}.service")
    (cls,) = [each for each in vars(module).values() if getattr(each, "name", "") == service]
    owners: dict[str, list[str]] = {}
    for part in cls.__mro__[:-1]:
        for name in vars(part):
            if not name.startswith("__") and name != "name":
                owners.setdefault(name, []).append(part.__name__)
    assert {name: parts for name, parts in owners.items() if len(parts) > 1} == {}


def test_no_source_file_outgrows_itself() -> None:
    long = {str(path.relative_to(ROOT)): n for path in SOURCES if (n := len(path.read_text().splitlines())) > 280}
    assert long == {}


def test_no_text_is_said_twice() -> None:
    """Of two texts of one name in a catalogue one is lost, by their order."""
    twice = {}
    for path in (path for place in ("gateway", "console", "jingmei") for path in (ROOT / place).rglob("*.po")):
        names = re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.M)
        if double := {name for name in names if names.count(name) > 1}:
            twice[str(path.relative_to(ROOT))] = double
    assert twice == {}


def test_a_broad_except_says_why() -> None:
    """`except Exception` (or wider) carries a comment with its reason on its line or a neighbour."""
    silent = []
    for path in SOURCES:
        lines = path.read_text(encoding="utf-8").splitlines()
        if not any("except" in line for line in lines):
            continue  # to read them all as trees takes seconds
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.ExceptHandler) and _broad(node):
                near = "".join(lines[max(0, node.lineno - 2) : node.lineno + 2])
                if "#" not in near:
                    silent.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert silent == []


def test_no_event_name_is_typed_as_a_bare_string() -> None:
    """Grep follows an event by its class: its name stands in quotes nowhere but in its own module's docs."""
    from shared.events import CATALOGUE

    names = {cls.__name__ for cls in CATALOGUE.values()}
    quoted = re.compile(rf"[\"']({'|'.join(sorted(names))})[\"']")
    bare = []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        if path.is_relative_to(ROOT / "shared" / "events") or not quoted.search(text):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in names:
                bare.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.value}")
    assert bare == []


def _broad(node: ast.ExceptHandler) -> bool:
    return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})


def test_files_of_one_stack_have_bureaus_of_their_own() -> None:
    """They share a stack in whatever order: what one of them leaves in a bureau another would find in its lists."""
    owners: dict[str, list[str]] = {}
    for path in (ROOT / "tests" / "e2e").glob("test_*.py"):
        if named := re.search(r"^BUREAU\b[^=\n]* = \"(\d{6})\"", path.read_text(encoding="utf-8"), re.MULTILINE):
            owners.setdefault(named[1], []).append(path.name)
    assert owners
    assert {bureau: names for bureau, names in owners.items() if len(names) > 1} == {}
