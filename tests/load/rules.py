"""How good the rules of screening are: right and wrong on the labelled texts, and how often they mark a headline."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from shared.screening import found, matcher
from shared.simplified import folding
from tests.shared.screening.labelled import judged, texts

COLUMNS = ("rule", "in the texts", "found", "wrongly", "precision", "recall")
ALARMS = ("rule", "per 1,000 headlines")


def scores() -> list[list[str]]:
    """A row for each rule: how many there are, how many are found, how many are found where there is nothing."""
    rows = []
    for rule, score in judged(texts())[0].items():
        shares = [f"{score.precision:.3f}", f"{score.recall:.3f}"]
        rows.append([rule.value, str(score.right + score.missed), str(score.right), str(score.false), *shares])
    return rows


def alarms(headlines: Path) -> list[list[str]]:
    """A row for each rule that marks headlines, one a line: what is printed has nothing to hide. Raises: OSError."""
    lines = headlines.read_text(encoding="utf-8").splitlines()
    no_words = matcher([])
    marked = Counter(rule for line in lines for rule in {hit.rule for hit in found(line, folding(), no_words)})
    whole = sum(bool(found(line, folding(), no_words)) for line in lines)
    rows = [[rule.value, f"{1000 * count / len(lines):.2f}"] for rule, count in sorted(marked.items())]
    return [*rows, ["any", f"{1000 * whole / len(lines):.2f}"]]
