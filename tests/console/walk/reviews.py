"""Pages of reviewers. `{round}`: a round of review that waits; `{decided}`: one that was decided; `{idea_round}`: of a
golden idea."""

from __future__ import annotations

from tests.console.page import Page

REVIEWERS = ("reviewer_first", "reviewer_second", "reviewer_final")
READERS = (*REVIEWERS, "leader")

PAGES = (
    Page("/reviews", READERS),
    Page("/reviews?all=true&status=approved", READERS),
    Page("/reviews/workload", ("reviewer_final", "leader")),
    Page("/reviews/{round}", READERS),
    Page("/reviews/{decided}", READERS),
    Page("/reviews/{decided}/history", READERS),
    Page("/reviews/{decided}/recorded", READERS),
    Page("/ideas/{idea_round}/assessment", READERS),
)
