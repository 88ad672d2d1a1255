"""What a publication would earn if it were verified as it is stated: before anybody has answered for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from services.scoring.domain.compute import RULES, compute
from services.scoring.domain.facts import Facts, Publication
from services.scoring.domain.lines import Line
from services.scoring.domain.scheme import Book
from shared.contracts.submission_terms import PublicationStatus


def expected(book: Book, facts: Facts, stated: Publication, rules: int = RULES) -> dict[str, int]:
    """Cents by outlet: the lines with it verified minus the lines without that, by the schemes in force and
    the edition of the rules that the work is computed by.

    What it takes from the work's other publications (who is first, which reprint is the best) is part of the
    difference, and so are its metrics that were verified already. Of a correction it is what it changes.
    """
    verified = replace(stated, status=PublicationStatus.VERIFIED)
    after = replace(facts, publications={**facts.publications, stated.id: verified})
    difference = _sums(compute(book, after, rules).lines)
    difference.subtract(_sums(compute(book, facts, rules).lines))
    return {outlet: cents for outlet, cents in sorted(difference.items()) if cents}


def _sums(lines: Iterable[Line]) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in lines:
        found[line.key.outlet] += line.cents
    return found
