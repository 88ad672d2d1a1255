"""Queries about submissions, publications and metrics."""

from __future__ import annotations

from eventlet import tpool

from services.submission import metrics_schemas, schemas
from services.submission.aligning import READER
from services.submission.domain import Revision, Snapshot, Submission, compare, may, permissions
from services.submission.service.base import Base, Data
from shared.context import RequestContext
from shared.contracts import submission as contracts
from shared.errors import NotFound
from shared.messaging import query
from shared.paging import after, after_id, page


class QueryMethods(Base):
    """Reading; nothing is changed."""

    @query(contracts.MaySubmitQuery)
    def may_submit(self, data: Data, context: RequestContext) -> Data:
        """Whether the caller may submit for an outlet. Raises: NotFound unless the caller acts for it."""
        outlet = self.outlets.find(context.bureau, data["outlet"])
        return schemas.may_submit_view(permissions.require_member(context.actor, outlet))

    @query(contracts.SubmissionQuery)
    def get(self, data: Data, context: RequestContext) -> Data:
        """One submission."""
        submission, own = self.seen(data["submission"], context)
        return self.view(submission, self.known(submission, {}), context, own=own)

    @query(contracts.RevisionsQuery)
    def revisions(self, data: Data, context: RequestContext) -> Data:
        """The revisions that the account may see."""
        submission, own = self.seen(data["submission"], context)
        last = self._last(submission, own)
        position = after(data, int)
        below = min(position[0], last + 1) if position else last + 1
        found = self.submissions.revisions(context.bureau, submission.id, below, data["limit"])
        shown = page(found, data["limit"], lambda row: [row["revision"]])
        return shown | {"items": [schemas.revision_summary(row) for row in shown["items"]]}

    @query(contracts.RevisionQuery)
    def revision(self, data: Data, context: RequestContext) -> Data:
        """One revision in full."""
        number = int(data["revision"]) if data["revision"].isdecimal() else 0
        return schemas.revision_view(data["submission"], self._revision(data, number, context))

    @query(contracts.AttachmentQuery)
    def attachment(self, data: Data, context: RequestContext) -> Data:
        """A file of a revision that the account may see. Raises: NotFound."""
        submission, own = self.seen(data["submission"], context)
        found: Data = self.submissions.attachment(
            context.bureau, submission.id, self._last(submission, own), data["file"]
        )
        return found

    @query(contracts.CompareQuery)
    def compare(self, data: Data, context: RequestContext) -> Data:
        """What changed from one revision to another."""
        older, newer = (self._revision(data, data[name], context) for name in ("from", "to"))
        # Aside: a comparison of long texts would keep everybody else waiting.
        return schemas.comparison_view(data["submission"], tpool.execute(compare, older, newer, READER))

    @query(contracts.SubmissionHistoryQuery)
    def history(self, data: Data, context: RequestContext) -> Data:
        """What happened to a submission."""
        submission, _ = self.seen(data["submission"], context)
        found = self.submissions.history(context.bureau, submission.id, after_id(data), data["limit"])
        shown = page(found, data["limit"], lambda row: [row["_id"]])
        outlet = permissions.concerns(submission, self.own(context)) or not context.actor.is_staff
        return shown | {"items": [schemas.history_view(row, outlet=outlet) for row in shown["items"]]}

    @query(contracts.PublicationsQuery)
    def publications(self, data: Data, context: RequestContext) -> Data:
        """The publications of a work."""
        submission, _ = self.seen(data["submission"], context)
        found = self.reports.publications(context.bureau, submission.id)
        asker = self.asker(context, [submission])
        items = [schemas.publication_view(one) | {"may": may.with_publication(asker, submission, one)} for one in found]
        return {"items": items, "next": None}

    @query(contracts.PublicationQuery)
    def publication(self, data: Data, context: RequestContext) -> Data:
        """One publication."""
        publication, work = self.seen_publication(data["publication"], context)
        return self.publication_view(publication, work, context)

    @query(contracts.PublicationProofQuery)
    def publication_proof(self, data: Data, context: RequestContext) -> Data:
        """A file that proves a publication, or proved it before it was corrected. Raises: NotFound."""
        publication, _ = self.seen_publication(data["publication"], context)
        if not self.reports.proves(context.bureau, publication.id, data["file"]):
            raise NotFound("file.unknown")
        return {"file": data["file"]}

    @query(contracts.PublicationVersionsQuery)
    def publication_versions(self, data: Data, context: RequestContext) -> Data:
        """What was said of a publication and what became of it, newest first."""
        publication, submission = self.seen_publication(data["publication"], context)
        position = after(data, int)
        below = position[0] if position else publication.version + 1
        found = self.reports.versions(context.bureau, publication.id, below, data["limit"])
        shown = page(found, data["limit"], lambda one: [one.publication.version])
        outlet = permissions.concerns(submission, self.own(context)) or not context.actor.is_staff
        return shown | {"items": [schemas.version_view(one, outlet=outlet) for one in shown["items"]]}

    @query(contracts.PublicationMetricsQuery)
    def publication_metrics(self, data: Data, context: RequestContext) -> Data:
        """The snapshots of a publication."""
        publication, work = self.seen_publication(data["publication"], context)
        found, asker = self.reports.snapshots(context.bureau, publication.id), self.asker(context, [work])
        items = [
            metrics_schemas.metrics_view(one, publication, context.locale) | {"may": may.with_metrics(asker, work, one)}
            for one in found
        ]
        return {"items": items, "next": None}

    @query(contracts.MetricsQuery)
    def metrics(self, data: Data, context: RequestContext) -> Data:
        """One snapshot, with what it is of and what was known before. Raises: NotFound."""
        (view,) = self.measured([self._snapshot(data, context)], context)
        return view

    @query(contracts.MetricsProofQuery)
    def metrics_proof(self, data: Data, context: RequestContext) -> Data:
        """A file that proves a snapshot, or a correction of it that waits. Raises: NotFound."""
        snapshot = self._snapshot(data, context)
        waiting = snapshot.correction.corrected.proof if snapshot.correction else ()
        if data["file"] not in {*snapshot.proof, *waiting}:
            raise NotFound("file.unknown")
        return {"file": data["file"]}

    def _snapshot(self, data: Data, context: RequestContext) -> Snapshot:
        found = self.reports.snapshots_by_id(context.bureau, [data["metrics"]])
        one: Snapshot | None = found.get(data["metrics"])
        if one is None:
            raise NotFound("metrics.not_found")
        try:
            self.seen(one.submission, context)
        except NotFound:
            raise NotFound("metrics.not_found") from None
        return one

    @staticmethod
    def _last(submission: Submission, own: bool) -> int:
        """The number of the newest revision that one may see: what was handed in, for others than its outlet."""
        return submission.revision.number if own else submission.sent

    def _revision(self, data: Data, number: int, context: RequestContext) -> Revision:
        """A revision that the account may see. Raises: NotFound."""
        submission, own = self.seen(data["submission"], context)
        if not 1 <= number <= self._last(submission, own):
            raise NotFound("revision.not_found")
        found: Revision = self.submissions.revision(context.bureau, submission.id, number)
        return found
