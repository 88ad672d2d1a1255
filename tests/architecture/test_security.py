"""What the assessors' document names as proof is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_each_test_that_it_names_is_one_of_ours() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", TEXT)
    assert len(named) > 20
    assert [name for name in named if "def test_" not in (ROOT / name).read_text(encoding="utf-8")] == []


def test_each_clause_is_there_with_its_proof_or_what_is_to_be_done() -> None:
    clauses = re.findall(r"(?m)^\| (8\.1\.4\.\d+) [^|]+\| ([^|]+)\| ([^|]+)\|$", TEXT)
    assert [clause for clause, _, _ in clauses] == [f"8.1.4.{number}" for number in range(1, 12)]
    assert [clause for clause, how, proof in clauses if "`tests/" not in proof and "运维" not in how] == []


def test_each_chapter_of_asvs_is_there_with_its_proof_or_why_there_is_none() -> None:
    rows = re.findall(r"(?m)^\| (V[^|]+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", TEXT)
    chapters = {int(number) for sections, _, _ in rows for number in re.findall(r"V(\d+)", sections)}
    assert chapters == set(range(1, 18))
    without = [sections for sections, how, proof in rows if "`tests/" not in proof]
    assert [sections for sections, how, proof in rows if sections in without and not re.match("not |待办", how)] == []
