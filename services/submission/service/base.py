"""What the parts of the submission service share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.submission import metrics_schemas, schemas
from services.submission.directory import Directory
from services.submission.domain import (
    Change,
    Outlet,
    Publication,
    Revision,
    Snapshot,
    Submission,
    calls,
    may,
    occupied,
    permissions,
    self_verification,
)
from services.submission.domain.publication import Answer
from services.submission.repository import (
    Calls,
    Claims,
    Media,
    Outlets,
    Records,
    Reports,
    Statistics,
    Submissions,
    Topics,
    VerificationPolicies,
)
from shared.clock import now
from shared.context import RequestContext, Role
from shared.errors import DomainError, NotFound
from shared.messaging import Repository
from shared.mongo import Unit
from shared.mongo.account_replica import AccountReplica

Data = dict[str, Any]
Known = Mapping[str, Outlet]
Decide = Callable[[Submission, Known, datetime], Change]


class Base:
    """Loads a submission, has a rule decide, saves what it decided."""

    accounts = Repository(AccountReplica)
    outlets = Repository(Outlets)
    submissions = Repository(Submissions)
    reports = Repository(Reports)
    counted = Repository(Statistics)
    records = Repository(Records)
    claims = Repository(Claims)
    own_rules = Repository(VerificationPolicies)
    media_store = Repository(Media)
    topics = Repository(Topics)
    calls = Repository(Calls)

    def own(self, context: RequestContext) -> list[str]:
        """The outlets that the account acts for."""
        found: list[str] = self.outlets.of_account(context.bureau, context.actor.account)
        return found

    def directory(self, context: RequestContext) -> Directory:
        """The media directory of the bureau that asks."""
        return Directory(self.media_store, context.bureau)

    def seen(self, id_: str, context: RequestContext) -> tuple[Submission, bool]:
        """A submission, and whether it is of an outlet of the account. Raises: NotFound, also to those whom it
        does not concern."""
        submission: Submission = self.submissions.get(context.bureau, id_)
        own = self.own(context)
        permissions.require_sight(context.actor, submission, own)
        return submission, submission.outlet in own

    def seen_publication(self, id_: str, context: RequestContext) -> tuple[Publication, Submission]:
        """A publication and its work. Raises: NotFound, also to those whom it does not concern."""
        publication: Publication = self.reports.publication(context.bureau, id_)
        try:
            submission, _ = self.seen(publication.submission, context)
        except NotFound:
            raise NotFound("publication.not_found") from None
        return publication, submission

    def known(self, submission: Submission, data: Mapping[str, Any]) -> Known:
        """The outlets that a change is about: its own and its authors'."""
        authors = [author["outlet"] for author in data.get("authors", ())]
        present = [author.outlet for author in submission.revision.authors]
        found: Known = self.outlets.several(submission.bureau, [submission.outlet, *authors, *present])
        return found

    def change(self, unit: Unit, data: Data, context: RequestContext, decide: Decide) -> Data:
        """What `decide` makes of one's own submission, as its view. Raises: VersionMismatch, and what the rule does."""
        submission: Submission = self.submissions.get(context.bureau, data["submission"])
        permissions.require_own(context.actor, submission, self.own(context))
        self.accounts.require_open(context.actor)
        context.require_version(submission.version)
        known = self.known(submission, data)
        change = decide(submission, known, now())
        self.submissions.save(unit, submission, change)
        return self.view(change.submission, known, context, own=True)

    def answer(self, unit: Unit, submission: Submission, outlet: Outlet, now: datetime) -> Answer:
        """What the bureau's rules of self-verification make of a report of the outlet's. Who adopted them has no part
        in the work, now and at the commit."""
        policy, parties = self.own_rules.current(submission.bureau), self.known(submission, {})

        def answered(given: Publication) -> Publication:
            found = self_verification.answered(policy, outlet, given, parties=parties.values(), now=now)
            if found is not given:
                self.outlets.require_stranger(unit, submission.bureau, parties, policy.by)
            return found

        return answered

    def require_free(self, unit: Unit, publication: Publication, context: RequestContext) -> None:
        """Nothing else has its place, now and at the commit. Raises: Conflict that names what has it, as far as the
        asker may know of that."""
        own, place = self.own(context), self.claims.look(publication.bureau, publication.claim)
        there = self.reports.standing(publication.bureau, publication.claim)
        if there is not None and there.id != publication.id:
            work = self.submissions.get(there.bureau, there.submission)
            outlet = self.outlets.find(there.bureau, there.outlet)
            raise occupied.taken(there, work, outlet.name if outlet else "", actor=context.actor, own=own)
        record = self.records.standing(publication.bureau, publication.claim)
        if record is not None:
            raise occupied.unapproved(record, actor=context.actor, own=own)
        self.claims.take(unit, place)

    def require_neutral(self, unit: Unit, context: RequestContext, submission: Submission, *reporters: str) -> None:
        """A liaison with an open account who gains nothing by a ruling on a work, now and at the commit.

        Raises: Forbidden, Invalid for a closed account.
        """
        account = context.actor.account
        acted = self.submissions.acted_in(submission.bureau, [submission.id], account)
        asker = may.Asker(context.actor, frozenset(self.own(context)), able=True, acted=acted)
        asker.require_neutral(submission, *reporters)
        self.accounts.require_actor(unit, context.actor, Role.LIAISON)
        known = self.known(submission, {})
        self.outlets.require_stranger(unit, context.bureau, known, context.actor.account)

    def asker(self, context: RequestContext, works: Iterable[Submission]) -> may.Asker:
        """Who asks, and what is known of that in view of some works."""
        actor = context.actor
        roles = [Role.LIAISON] if actor.has(Role.LIAISON) else []
        try:
            self.accounts.require_able(actor, *roles)
        except DomainError:
            return may.Asker(actor, frozenset(), able=False)
        ids = [work.id for work in works] if roles else []
        acted = self.submissions.acted_in(context.bureau, ids, actor.account)
        return may.Asker(actor, frozenset(self.own(context)), able=True, acted=acted)

    def view(self, submission: Submission, known: Known, context: RequestContext, *, own: bool) -> Data:
        """The view of a submission for its outlet's people, or for others."""
        outlet = known.get(submission.outlet)
        shown = self.shown(submission, own=own)
        acts = may.with_work(self.asker(context, [submission]), submission, outlet)
        if missing := {author.outlet for author in shown.authors} - known.keys():
            known = {**known, **self.outlets.several(submission.bureau, missing)}
        called = self.calls.find(submission.bureau, shown.call) if shown.call else None
        view = schemas.submission_view(submission, shown, known)
        return view | {"may": acts, "call_title": called.title if called else ""}

    def require_call(self, unit: Unit, work: Submission, outlet: Outlet, now: datetime) -> None:
        """The call that a work names is open to its outlet, now and at the commit. Raises: Invalid."""
        if call := work.revision.call:
            calls.require_open(self.calls.find(work.bureau, call), outlet, now)
            self.calls.rely_on_open(unit, work.bureau, call, outlet)

    def publication_view(self, publication: Publication, work: Submission, context: RequestContext) -> Data:
        """The view of a publication of a work."""
        acts = may.with_publication(self.asker(context, [work]), work, publication)
        return schemas.publication_view(publication) | {"may": acts}

    def measured(self, found: Sequence[Snapshot], context: RequestContext) -> list[Data]:
        """Snapshots with what they are of, what was known before and what may be done with them."""
        places: dict[str, Publication] = self.reports.several(context.bureau, [one.publication for one in found])
        around = self.reports.of_publications(context.bureau, places)
        works = self.submissions.several(context.bureau, [one.submission for one in found])
        titles = self.submissions.sent_titles(context.bureau, works)
        outlets = self.outlets.several(context.bureau, [one.outlet for one in found])
        asker = self.asker(context, works.values())
        return [
            metrics_schemas.queued_view(
                one,
                places[one.publication],
                around[one.publication],
                title=titles[one.submission],
                number=works[one.submission].number,
                outlet_name=outlets[one.outlet].name if one.outlet in outlets else "",
                locale=context.locale,
            )
            | {"may": may.with_metrics(asker, works[one.submission], one)}
            for one in found
        ]

    def shown(self, submission: Submission, *, own: bool) -> Revision:
        """The revision that the asker may see: others see the one that was handed in last."""
        if own or submission.sent == submission.revision.number:
            return submission.revision
        found: Revision = self.submissions.revision(submission.bureau, submission.id, submission.sent)
        return found
