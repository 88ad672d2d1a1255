"""Commands about what becomes of a publication: corrected, withdrawn, verified, refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.submission import placing, schemas
from services.submission.domain import Outlet, Publication, Submission, permissions, reprints, verification
from services.submission.domain.verification import LevelNow, Ruled, Said
from services.submission.service.base import Data
from services.submission.service.material import MaterialMethods
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import submission as contracts
from shared.contracts.outlet_terms import Level
from shared.errors import Conflict, DomainError, NotFound, VersionMismatch
from shared.messaging import command
from shared.mongo import Unit


@dataclass(frozen=True)
class Case:
    """A publication, its work, all publications of that, and whose it is."""

    publication: Publication
    work: Submission
    others: Sequence[Publication]
    outlet: Outlet

    def source_of(self, publication: Publication) -> Publication | None:
        """What a publication of the work reprints, if it is one of the work's."""
        return next((one for one in self.others if one.id == publication.reprint_of), None)


class VerifyingMethods(MaterialMethods):
    """A publication counts once a liaison has answered for it."""

    @command(contracts.CorrectPublication)
    def correct_publication(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Correct a publication, as its outlet or as a liaison who gains nothing by it."""
        case = self._case(data, context)
        own = self.own(context)
        staff = case.work.outlet not in own and context.actor.has(Role.LIAISON)
        if staff:
            self.require_neutral(unit, context, case.work, *case.publication.said_by)
        else:
            permissions.require_own(context.actor, case.work, own)
            self.accounts.require_open(context.actor)
        said = Said(context.actor.account, now(), data["reason"], staff)
        outlet = case.outlet
        before = verification.said_before(case.publication, staff=staff)
        values = schemas.corrected_values(data) | placing.moved(self.directory(context), outlet, before, data)
        values |= self.used(context.bureau, case.work.outlet, data, before)
        ruled = verification.correct(
            case.work,
            case.publication,
            values,
            case.others,
            said=said,
            answer=self.answer(unit, case.work, outlet, said.at),
            outlet_name=outlet.name,
            level_now=self._level_now(case, context),
        )
        source = case.source_of(verification.said_before(ruled[1], staff=staff))
        return self._keep(unit, case, ruled, context, source)

    @command(contracts.WithdrawPublication)
    def withdraw_publication(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take back what waits."""
        case = self._case(data, context)
        permissions.require_own(context.actor, case.work, self.own(context))
        self.accounts.require_open(context.actor)
        by, reason = context.actor.account, data["reason"]
        return self._keep(unit, case, verification.withdraw(case.work, case.publication, by, reason, now()), context)

    @command(contracts.VerifyPublication)
    def verify_publication(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Verify what waits, at the level that the request names where that is no more what was reported."""
        case = self._case(data, context)
        moved = self._verified(unit, case, context, data.get("level"))
        return self.publication_view(moved[0], case.work, context)

    @command(contracts.VerifyManyPublications)
    def verify_many_publications(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Verify many; what cannot be verified does not stop the others."""
        permissions.require_liaison(context.actor)
        asked = {each["publication"]: each["version"] for each in data["publications"]}
        found = self.reports.several(context.bureau, asked)
        works = self.submissions.several(context.bureau, [one.submission for one in found.values()])
        listed = self.reports.of_submissions(context.bureau, works)
        others = {id_: {one.id: one for one in every} for id_, every in listed.items()}
        outlets = self.outlets.several(context.bureau, [one.outlet for one in works.values()])
        verified, refused, taken = [], [], set[str]()
        for id_, version in asked.items():
            try:
                if id_ not in found:
                    raise NotFound("publication.not_found")
                one = found[id_]
                if one.waits and one.version != version:
                    raise VersionMismatch("version_mismatch", expected=version, actual=one.version)
                claims = _untaken(one, taken)
                work = works[one.submission]
                case = Case(one, work, list(others[work.id].values()), outlets[work.outlet])
                for moved in self._verified(unit, case, context):
                    found[moved.id] = others[work.id][moved.id] = moved
                verified.append(id_)
                taken |= claims
            except DomainError as error:
                refused.append({"publication": id_, "code": error.code})
        return {"verified": verified, "refused": refused}

    @command(contracts.RefusePublication)
    def refuse_publication(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Refuse what waits, or what was verified."""
        case = self._case(data, context)
        self.require_neutral(unit, context, case.work, *case.publication.said_by)
        by, reason = context.actor.account, data["reason"]
        return self._keep(unit, case, verification.refuse(case.work, case.publication, by, reason, now()), context)

    def _verified(
        self, unit: Unit, case: Case, context: RequestContext, seen: Level | None = None
    ) -> list[Publication]:
        """What was moved: the publication, and the reprints that follow it. `seen`: the level that was looked at."""
        self.require_neutral(unit, context, case.work, *case.publication.said_by)
        ruled = verification.verify(
            case.work,
            case.publication,
            case.others,
            context.actor.account,
            now(),
            outlet_name=case.outlet.name,
            level_now=self._level_now(case, context),
            seen=seen,
        )
        return self._moved(unit, case, ruled, context)

    def _level_now(self, case: Case, context: RequestContext) -> LevelNow:
        directory, outlets = self.directory(context), {case.outlet.id: case.outlet}
        return lambda told: placing.levels(directory, outlets, [told])[told.id]

    def _case(self, data: Data, context: RequestContext) -> Case:
        """A publication in the version that the request names. Raises: NotFound, VersionMismatch."""
        publication, work = self.seen_publication(data["publication"], context)
        context.require_version(publication.version)
        others = self.reports.publications(context.bureau, work.id)
        return Case(publication, work, others, self.outlets.find(context.bureau, work.outlet))

    def _keep(
        self, unit: Unit, case: Case, ruled: Ruled, context: RequestContext, source: Publication | None = None
    ) -> Data:
        """The view of what a publication has become. `source`: what it was judged by just now."""
        publication = self._moved(unit, case, ruled, context, source)[0]
        return self.publication_view(publication, ruled[0].submission, context)

    def _moved(
        self, unit: Unit, case: Case, ruled: Ruled, context: RequestContext, source: Publication | None = None
    ) -> list[Publication]:
        """Keep what a publication has become and what follows for its reprints; those that were moved."""
        change, publication = ruled
        if publication is case.publication:
            return [publication]
        wanted = publication.correction.corrected if publication.correction else publication
        if wanted.stands and wanted.claim != case.publication.claim:
            self.require_free(unit, wanted, context)
        found = reprints.following(publication, case.others)
        change = reprints.told(change, publication, found)
        # A source that is moved along, for its correction would reprint this one, is relied on by that.
        relied = None if source in [before for before, _ in found] else source
        self.reports.moved(unit, case.publication, publication, change, relied)
        for before, after in found:
            self.reports.moved(unit, before, after, reprints.made(change))
        self.submissions.save(unit, case.work, change)
        return [publication, *(after for _, after in found)]


def _untaken(publication: Publication, taken: set[str]) -> set[str]:
    """The place that its correction would have: two may wait for one, and one gets it. Raises: Conflict."""
    claims = {publication.correction.corrected.claim} if publication.correction else set[str]()
    if claims & taken:
        raise Conflict("concurrent_change")
    return claims
