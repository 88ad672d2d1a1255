"""Material that is released leaves with nothing in it that must not: it is screened by the rules that works are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from shared.contracts.review_terms import FindingRule
from shared.errors import FieldProblem, Invalid
from shared.folding import Folding
from shared.identity.masking import mask_numbers
from shared.screening import Found, Words, found

# More findings than these help nobody: what is told of them first is mended first.
MOST_TOLD = 100
# What leaves in no answer. Rules that go by words (who is named, where somebody lives) ask a reviewer, and here
# is none; sensitive words never block, here as in works.
BLOCKING: Final = frozenset({
    FindingRule.RESIDENT_ID, FindingRule.PHONE, FindingRule.BANK_CARD, FindingRule.LICENCE_PLATE,
    FindingRule.SECRET_MARK, FindingRule.BANNED_WORD,
})  # fmt: skip
FOUND, IN_NAME, IN_FILE = "material.found", "material.found_in_name", "material.found_in_file"


@dataclass(frozen=True)
class Document:
    """A file of the material, and the text in it. `unread`: not all of it is text that was read (a picture, a film, a
    scan, a document that is too long)."""

    file: str
    name: str
    text: str
    unread: bool


@dataclass(frozen=True)
class Released:
    """What leaves: the words of the answer or message, the line that names the source, the files, and the place that
    an answer may have. `looked`: whoever writes says that they looked at what could not be read for them. `said`: it is
    a message, and no answer."""

    text: str
    source_line: str
    documents: Sequence[Document]
    looked: bool = False
    said: bool = False
    place: str = ""

    @property
    def unread(self) -> list[str]:
        """The names of the files that a person has to look at."""
        return [mask_numbers(each.name) or each.file for each in self.documents if each.unread]


def require_clean(released: Released, folding: Folding, words: Words) -> None:
    """Raises: Invalid with the place of each finding, and the files that a person has still to look at."""
    findings = list(islice(_findings(released, folding, words), MOST_TOLD))
    unseen = released.unread if not released.looked else []
    problems = [*findings, FieldProblem("/looked", "material.unread", {"names": unseen})] if unseen else findings
    if findings:
        if released.said:
            raise Invalid("material.message_findings", problems=problems)
        raise Invalid("material.findings", problems=problems)
    if problems:
        raise Invalid("validation", problems=problems)


def _findings(released: Released, folding: Folding, words: Words) -> Iterator[FieldProblem]:
    texts = [("/text", FOUND, released.text, ""), ("/source_line", FOUND, released.source_line, "")]
    texts.append(("/place", FOUND, released.place, ""))
    for number, document in enumerate(released.documents):
        place = f"/files/{number}"
        texts.append((place, IN_NAME, document.name, ""))
        texts.append((place, IN_FILE, document.text, mask_numbers(document.name)))
    for pointer, rule, text, name in texts:
        for each in found(text, folding, words, MOST_TOLD):
            if each.rule in BLOCKING:
                yield FieldProblem(pointer, rule, told(each, text) | {"name": name})


def told(finding: Found, text: str) -> dict[str, Any]:
    """What is told of a finding: its rule, its place in the text, and an excerpt that shows no personal data."""
    before = text[: finding.start]
    line, column = before.count("\n") + 1, finding.start - before.rfind("\n")
    said = {"finding": finding.rule, "start": finding.start, "end": finding.end, "excerpt": finding.excerpt}
    return {**said, "line": line, "column": column}
