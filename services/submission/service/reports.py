"""Commands about publications and metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.submission import metrics_schemas, placing, schemas
from services.submission.domain import (
    Act,
    Change,
    Publication,
    Side,
    Snapshot,
    Submission,
    metrics,
    permissions,
    publications,
    reach,
)
from services.submission.service.base import Data
from services.submission.service.material import MaterialMethods
from shared import events
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import submission as contracts
from shared.errors import DomainError, NotFound, VersionMismatch
from shared.messaging import command
from shared.mongo import Unit


@dataclass(frozen=True)
class Scene:
    """What snapshots are of: works and publications by id, and all snapshots of each of these, as they come to be."""

    works: Mapping[str, Submission]
    places: dict[str, Publication]
    snapshots: dict[str, list[Snapshot]]


class ReportMethods(MaterialMethods):
    """What outlets report and liaisons verify."""

    @command(contracts.ReportPublication)
    def publish(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Report a publication of an approved work."""
        submission = self.submissions.get(context.bureau, data["submission"])
        permissions.require_own(context.actor, submission, self.own(context))
        self.accounts.require_open(context.actor)
        context.require_version(submission.version)
        moment = now()
        outlet = self.outlets.find(context.bureau, submission.outlet)
        others = self.reports.publications(context.bureau, submission.id)
        where = placing.placed(self.directory(context), outlet, data)
        used = self.used(context.bureau, submission.outlet, data)
        given = replace(schemas.new_publication(data, where, submission, context.actor, moment), **used)
        answer = self.answer(unit, submission, outlet, moment)
        change, publication = publications.report(submission, outlet, given, others, moment, answer=answer)
        self.require_free(unit, publication, context)
        source = next((one for one in others if one.id == publication.reprint_of), None)
        self.reports.add(unit, publication, change, source)
        self.submissions.save(unit, submission, change)
        return self.publication_view(publication, change.submission, context)

    @command(contracts.ReportMetrics)
    def report_metrics(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Report a snapshot; the same again is no change, but for proof that it adds."""
        publication, submission = self.seen_publication(data["publication"], context)
        permissions.require_own(context.actor, submission, self.own(context))
        self.accounts.require_open(context.actor)
        moment, around = now(), self._judged_by(publication)
        given = metrics_schemas.new_snapshot(data, publication, context.actor, moment)
        snapshot = metrics.report(publication, given, around, moment)
        before = next((one for one in around.present if one.id == snapshot.id), None)
        if before is not None:
            scene = _alone(submission, publication, around)
            self._amend(unit, (before, snapshot), scene, metrics.Said(given.by, moment))
        else:
            told = events.MetricsReported(
                submission.state(), context.actor.account, publication.state(), snapshot.state()
            )
            after = reach.measured(publication, [*around.present, snapshot])
            self.reports.measured(unit, publication, after, snapshot)
            change = _moved(submission, Act.REPORT_METRICS, Side.OUTLET, told, snapshot)
            self.submissions.save(unit, submission, change)
        return metrics_schemas.metrics_view(snapshot, publication, context.locale)

    @command(contracts.CorrectMetrics)
    def correct_metrics(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Correct a snapshot."""
        found = self.reports.snapshots_by_id(context.bureau, [data["metrics"]])
        before = _of(found, data["metrics"])
        publication, submission = self.seen_publication(before.publication, context)
        permissions.require_own(context.actor, submission, self.own(context))
        self.accounts.require_open(context.actor)
        context.require_version(before.version)
        said = metrics.Said(context.actor.account, now(), data["reason"])
        around, values = self._judged_by(publication), metrics_schemas.corrected_numbers(data)
        snapshot = metrics.correct(publication, before, values, around, said)
        self._amend(unit, (before, snapshot), _alone(submission, publication, around), said)
        return metrics_schemas.metrics_view(snapshot, publication, context.locale)

    @command(contracts.VerifyMetrics)
    def verify_metrics(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Verify what waits."""
        found = self.reports.snapshots_by_id(context.bureau, [data["metrics"]])
        snapshot = _of(found, data["metrics"], context)
        scene = self._scene(context, found)
        ruled = self._verify(unit, snapshot, context, scene)
        return metrics_schemas.metrics_view(ruled, scene.places[ruled.publication], context.locale)

    @command(contracts.VerifyManyMetrics)
    def verify_many_metrics(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Verify many; what cannot be verified does not stop the others."""
        permissions.require_liaison(context.actor)
        asked = {each["metrics"]: each["version"] for each in data["metrics"]}
        found = self.reports.snapshots_by_id(context.bureau, asked)
        scene = self._scene(context, found)
        verified, refused = [], []
        for id_, version in asked.items():
            try:
                one = _of(found, id_)
                if one.waits and one.version != version:
                    raise VersionMismatch("version_mismatch", expected=version, actual=one.version)
                self._verify(unit, one, context, scene)
                verified.append(id_)
            except DomainError as error:
                refused.append({"metrics": id_, "code": error.code})
        return {"verified": verified, "refused": refused}

    @command(contracts.RefuseMetrics)
    def refuse_metrics(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Refuse what waits, or what was verified."""
        found = self.reports.snapshots_by_id(context.bureau, [data["metrics"]])
        snapshot = _of(found, data["metrics"], context)
        scene = self._scene(context, found)
        submission, publication = scene.works[snapshot.submission], scene.places[snapshot.publication]
        self.require_neutral(unit, context, submission, snapshot.by, *snapshot.said_by)
        moment = now()
        ruled = metrics.refuse(snapshot, context.actor.account, data["reason"], moment)
        if ruled is not snapshot:
            proposed = snapshot.correction.corrected.state() if snapshot.correction else None
            told = events.MetricsRefused(
                submission.state(), context.actor.account, publication.state(), ruled.state(), data["reason"], proposed
            )
            change = _moved(submission, Act.REFUSE_METRICS, Side.STAFF, told, ruled)
            self._rule(unit, snapshot, ruled, replace(change, at=moment, reason=data["reason"]), scene)
        return metrics_schemas.metrics_view(ruled, publication, context.locale)

    def _judged_by(self, publication: Publication) -> metrics.Around:
        """What is known around a snapshot of a publication."""
        bureau = publication.bureau
        return metrics.Around(
            present=[one for one in self.reports.snapshots(bureau, publication.id) if one.stands],
            twins=self.reports.twins(publication),
            history=self.reports.usual(publication),
            proof_from=self.own_rules.current(bureau).metrics_proof_from,
        )

    def _amend(self, unit: Unit, moved: tuple[Snapshot, Snapshot], scene: Scene, said: metrics.Said) -> None:
        """Keep what the outlet says of a snapshot now (before, after), where it says something else."""
        before, snapshot = moved
        if snapshot is before:
            return
        submission, publication = scene.works[snapshot.submission], scene.places[snapshot.publication]
        proposed = snapshot.correction.corrected.state() if snapshot.correction else None
        told = events.MetricsCorrected(
            submission.state(), said.by, publication.state(), snapshot.state(), said.reason, proposed
        )
        change = _moved(submission, Act.CORRECT_METRICS, Side.OUTLET, told, snapshot)
        self._rule(unit, before, snapshot, replace(change, at=said.at, reason=said.reason), scene)

    def _scene(self, context: RequestContext, found: Mapping[str, Snapshot]) -> Scene:
        """What snapshots are of."""
        works = self.submissions.several(context.bureau, [one.submission for one in found.values()])
        places = self.reports.several(context.bureau, [one.publication for one in found.values()])
        return Scene(works, places, self.reports.of_publications(context.bureau, places))

    def _verify(
        self,
        unit: Unit,
        snapshot: Snapshot,
        context: RequestContext,
        scene: Scene,
    ) -> Snapshot:
        submission, publication = scene.works[snapshot.submission], scene.places[snapshot.publication]
        self.require_neutral(unit, context, submission, snapshot.by, *snapshot.said_by)
        ruled = metrics.verify(snapshot, context.actor.account, now())
        if ruled is not snapshot:
            told = events.MetricsVerified(submission.state(), context.actor.account, publication.state(), ruled.state())
            self._rule(unit, snapshot, ruled, _moved(submission, Act.VERIFY_METRICS, Side.STAFF, told, ruled), scene)
        return ruled

    def _rule(self, unit: Unit, before: Snapshot, ruled: Snapshot, change: Change, scene: Scene) -> None:
        """Keep what became of a snapshot, and what follows for its publication and the next of that."""
        place = scene.places[ruled.publication]
        known = [ruled if one.id == ruled.id else one for one in scene.snapshots[place.id]]
        scene.snapshots[place.id], scene.places[place.id] = known, reach.measured(place, known)
        self.reports.ruled(unit, before, ruled, (place, scene.places[place.id]))
        self.submissions.save(unit, change.submission, change)


def _alone(submission: Submission, publication: Publication, around: metrics.Around) -> Scene:
    """What the snapshots of one publication are of."""
    return Scene({submission.id: submission}, {publication.id: publication}, {publication.id: [*around.present]})


def _of(found: Mapping[str, Snapshot], id_: str, context: RequestContext | None = None) -> Snapshot:
    """A snapshot, in the version that the request names. Raises: NotFound, VersionMismatch."""
    if id_ not in found:
        raise NotFound("metrics.not_found")
    if context is not None:
        context.require_version(found[id_].version)
    return found[id_]


def _moved(submission: Submission, act: Act, side: Side, told: events.SubmissionEvent, snapshot: Snapshot) -> Change:
    """What the submission's history shows of a snapshot; the submission itself does not change."""
    details = {"metrics": snapshot.id, "publication": snapshot.publication, "flags": list(snapshot.flags)}
    at = snapshot.ruled_at or snapshot.reported_at
    return Change(submission, act, told.by, side, at, (told,), snapshot.reason, details)
