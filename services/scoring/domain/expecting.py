"""What a publication would earn if it were verified as it is stated: before anybody has answered for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from services.scoring.domain.calendar import ends
from services.scoring.domain.calls import CALL, over
from services.scoring.domain.capping import Place
from services.scoring.domain.compute import RULES, compute
from services.scoring.domain.facts import Facts, Publication
from services.scoring.domain.lines import Line
from services.scoring.domain.scheme import Book
from shared.contracts.submission_terms import PublicationStatus


def expected(
    book: Book, facts: Facts, stated: Publication, rules: int = RULES, gained: Mapping[Place, int] | None = None
) -> dict[str, int]:
    """Cents by outlet: the lines with it verified minus the lines without that, by the schemes in force and
    the edition of the rules that the work is computed by.

    What it takes from the work's other publications (who is first, which reprint is the best) is part of the
    difference, and so are its metrics that were verified already. Of a correction it is what it changes. `gained`
    is what other works of outlets gain by calls in a quarter, of which no more counts than the cap.
    """
    verified = replace(stated, status=PublicationStatus.VERIFIED)
    after = replace(facts, publications={**facts.publications, stated.id: verified})
    difference = _sums(book, compute(book, after, rules).lines, gained or {})
    difference.subtract(_sums(book, compute(book, facts, rules).lines, gained or {}))
    return {outlet: cents for outlet, cents in sorted(difference.items()) if cents}


def _sums(book: Book, lines: Iterable[Line], gained: Mapping[Place, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    called: Counter[Place] = Counter()
    for line in lines:
        found[line.key.outlet] += line.cents
        if line.key.rule == CALL:
            called[line.key.outlet, line.home] += line.cents
    for place, cents in called.items():
        (outlet, quarter), others = place, gained.get(place, 0)
        scheme = book.on(ends(quarter))
        found[outlet] -= over(scheme, others + cents) - over(scheme, others)
    return found
