"""What somebody may do now, asked of the rules that refuse it: to a work, to a publication of one, and to its numbers.

What a command finds wrong with what it is given (a text that cannot be printed, a place that is taken) it says itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.submission.domain import authorship, metrics, permissions, publications, verification, writing
from services.submission.domain.model import Submission
from services.submission.domain.outlets import Outlet
from services.submission.domain.publication import Publication
from services.submission.domain.snapshot import Snapshot
from services.submission.domain.states import Act
from shared.context import Actor, Role
from shared.errors import DomainError


@dataclass(frozen=True)
class Asker:
    """Who asks: `own` are the outlets that the account acts for, `able` whether it is open and, where it is a
    liaison's, still that; `acted` are works of which it ever did anything for their outlet."""

    actor: Actor
    own: frozenset[str]
    able: bool
    acted: frozenset[str] = frozenset()

    def require_own(self, work: Submission) -> None:
        """Raises: NotFound, Forbidden unless it acts for the work's outlet."""
        permissions.require_own(self.actor, work, self.own)

    def require_neutral(self, work: Submission, *reporters: str) -> None:
        """Raises: Forbidden unless it is a liaison who gains nothing by it."""
        acted = [self.actor.account] * (work.id in self.acted)
        permissions.require_neutral(self.actor, work, self.own, *reporters, *acted)

    def corrects_for_the_bureau(self, work: Submission) -> bool:
        """Whether a correction by it is a liaison's."""
        return work.outlet not in self.own and self.actor.has(Role.LIAISON)


def with_work(asker: Asker, work: Submission, outlet: Outlet | None) -> list[Act]:
    """What somebody may do with a work. `outlet`: whose it is."""
    return _allowed(asker, WORK, work, outlet) if outlet is not None else []


def with_publication(asker: Asker, work: Submission, publication: Publication) -> list[Act]:
    """What somebody may do with a publication of a work."""
    return _allowed(asker, PUBLICATION, work, publication)


def with_metrics(asker: Asker, work: Submission, snapshot: Snapshot) -> list[Act]:
    """What somebody may do with a snapshot of a publication of a work."""
    return _allowed(asker, METRICS, work, snapshot)


def _revise(asker: Asker, work: Submission, outlet: Outlet) -> None:
    asker.require_own(work)
    writing.require_revisable(work, outlet)


def _submit(asker: Asker, work: Submission, outlet: Outlet) -> None:
    asker.require_own(work)
    writing.require_submittable(work, outlet)


def _withdraw(asker: Asker, work: Submission, _outlet: Outlet) -> None:
    asker.require_own(work)
    work.after(Act.WITHDRAW)


def _publish(asker: Asker, work: Submission, outlet: Outlet) -> None:
    asker.require_own(work)
    publications.require_reportable(work, outlet)


def _answer_authorship(asker: Asker, work: Submission, _outlet: Outlet) -> None:
    authorship.require_answerable(work, asker.own)


def _implement(asker: Asker, work: Submission, _outlet: Outlet) -> None:
    asker.require_neutral(work)
    work.after(Act.IMPLEMENT)


def _correct(asker: Asker, work: Submission, publication: Publication) -> None:
    staff = asker.corrects_for_the_bureau(work)
    if staff:
        asker.require_neutral(work, *publication.said_by)
    else:
        asker.require_own(work)
    verification.require_correctable(publication, staff=staff)


def _verify(asker: Asker, work: Submission, publication: Publication) -> None:
    asker.require_neutral(work, *publication.said_by)
    verification.require_waiting(publication)
    verification.require_verifiable(work, publication)


def _refuse(asker: Asker, work: Submission, publication: Publication) -> None:
    asker.require_neutral(work, *publication.said_by)
    verification.require_standing(publication)


def _take_back(asker: Asker, work: Submission, publication: Publication) -> None:
    asker.require_own(work)
    verification.require_waiting(publication)


def _measure(asker: Asker, work: Submission, publication: Publication) -> None:
    asker.require_own(work)
    metrics.require_standing_place(publication)


def _correct_metrics(asker: Asker, work: Submission, snapshot: Snapshot) -> None:
    asker.require_own(work)
    metrics.require_correctable(snapshot)


def _verify_metrics(asker: Asker, work: Submission, snapshot: Snapshot) -> None:
    asker.require_neutral(work, snapshot.by, *snapshot.said_by)
    metrics.require_waiting(snapshot)


def _refuse_metrics(asker: Asker, work: Submission, snapshot: Snapshot) -> None:
    asker.require_neutral(work, snapshot.by, *snapshot.said_by)
    metrics.require_standing(snapshot)


Rules = Mapping[Act, Callable[[Asker, Submission, Any], None]]
WORK: Rules = {
    Act.REVISE: _revise,
    Act.SUBMIT: _submit,
    Act.WITHDRAW: _withdraw,
    Act.PUBLISH: _publish,
    Act.IMPLEMENT: _implement,
    Act.ANSWER_AUTHORSHIP: _answer_authorship,
}
PUBLICATION: Rules = {
    Act.CORRECT_PUBLICATION: _correct,
    Act.VERIFY_PUBLICATION: _verify,
    Act.REFUSE_PUBLICATION: _refuse,
    Act.WITHDRAW_PUBLICATION: _take_back,
    Act.REPORT_METRICS: _measure,
}
METRICS: Rules = {
    Act.CORRECT_METRICS: _correct_metrics,
    Act.VERIFY_METRICS: _verify_metrics,
    Act.REFUSE_METRICS: _refuse_metrics,
}


def _allowed(asker: Asker, rules: Rules, work: Submission, what: Any) -> list[Act]:
    return [act for act, rule in rules.items() if asker.able and _passes(rule, asker, work, what)]


def _passes(rule: Callable[[Asker, Submission, Any], None], asker: Asker, work: Submission, what: Any) -> bool:
    try:
        rule(asker, work, what)
    except DomainError:
        return False
    return True
