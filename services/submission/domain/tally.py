"""What a work and its publications add to the statistics of a bureau, by month (Asia/Shanghai).

Each is a function of one state: what a change adds is what the state afterwards adds less what the one before did, so
statistics that are kept along are what would be counted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from services.submission.domain.model import Submission
from services.submission.domain.publication import Publication
from services.submission.domain.snapshot import NUMBERS
from shared.contracts.submission_terms import PublicationStatus, SubmissionStatus
from shared.months import month_of

# Month, what is counted, by what, and the value of that.
Cell = tuple[str, str, str, str]
Tally = Counter[Cell]
S = SubmissionStatus
APPROVED = frozenset({S.APPROVED, S.PUBLISHED})
ADOPTED = frozenset({S.ADOPTED, S.IMPLEMENTED})
ALL = "all"


def of_work(work: Submission | None, topic: str) -> Tally:
    """Handed in, in the month of the first time; approved (an idea: adopted), as long as that holds, in the month of
    that; published, in the month of the publication that made it so. By category of its outlet, topic and kind; who
    handed in, by outlet. `topic` is that of the revision that was handed in last: what is being written is its outlet's
    alone."""
    if work is None or not work.shown or work.submitted_at is None:
        return Counter()
    cells = [*_work(work, topic, month_of(work.submitted_at), "handed_in")]
    cells.append((month_of(work.submitted_at), "handed_in", "outlet", work.outlet))
    if work.approval is not None and work.status in APPROVED:
        cells += _work(work, topic, month_of(work.approval.at), "approved")
    if work.ruling is not None and work.status in ADOPTED:
        cells += _work(work, topic, month_of(work.ruling.at), "approved")
    if work.published_at is not None and work.status is S.PUBLISHED:
        cells += _work(work, topic, month_of(work.published_at), "published")
    return Counter(cells)


def of_publication(publication: Publication | None) -> Tally:
    """A verified publication, in its month, by level and platform, and what it reached, by platform."""
    if publication is None or publication.status is not PublicationStatus.VERIFIED:
        return Counter()
    month, platform = month_of(publication.published_at), str(publication.platform)
    found: Tally = Counter(
        [
            (month, "publications", ALL, ""),
            (month, "publications", "level", str(publication.level)),
            (month, "publications", "platform", platform),
        ]
    )
    if publication.reach is not None:
        found[month, "reach", "measured", platform] = 1
        for name in NUMBERS:
            found[month, "reach", name, platform] = getattr(publication.reach, name)
    return found


def _work(work: Submission, topic: str, month: str, measure: str) -> Iterator[Cell]:
    yield month, measure, ALL, ""
    yield month, measure, "category", work.category
    yield month, measure, "topic", topic
    yield month, measure, "kind", str(work.kind)
