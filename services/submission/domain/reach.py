"""What is known of a publication by its snapshots: how far it reached, and when numbers of it are due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from services.submission.domain.publication import Publication, Reach
from services.submission.domain.snapshot import NUMBERS, Snapshot
from shared.contracts.submission_terms import MetricsStatus


def measured(publication: Publication, snapshots: Iterable[Snapshot]) -> Publication:
    """The publication as these snapshots, all that there are of it, leave it. It reaches as far as the newest verified
    one says; `judged` counts how often it was looked at in this way."""
    standing = [one for one in snapshots if one.stands]
    verified = [one for one in standing if one.status is MetricsStatus.VERIFIED]
    last = max(verified, key=lambda one: (one.observed_at, one.id), default=None)
    return replace(
        publication,
        observed_until=max((one.observed_at for one in standing), default=None),
        reach=Reach(**{name: getattr(last, name) for name in NUMBERS}) if last else None,
        judged=publication.judged + 1,
    )
