"""Material of the bureau that a publication used."""

from __future__ import annotations

from services.submission.domain import Publication
from services.submission.repository import Material, Released
from services.submission.service.base import Base, Data
from shared.clock import before as earlier_than
from shared.contracts.liaison_terms import AnswerKind
from shared.errors import FieldProblem, Invalid
from shared.events import Received, RequestAnswered
from shared.messaging import Repository, handles
from shared.mongo import Unit


class MaterialMethods(Base):
    """What an outlet got, it may name."""

    material = Repository(Material)

    @handles(RequestAnswered)
    def request_answered(self, unit: Unit, event: Received[RequestAnswered]) -> None:
        """Keep which requests were answered with material."""
        if event.data.answer == AnswerKind.MATERIAL:
            self.material.keep(unit, event)

    def used(self, bureau: str, outlet: str, data: Data, before: Publication | None = None) -> Data:
        """What a report, or a correction of what was said `before`, says of the material that it used.

        Raises: Invalid unless it is a request of the outlet that was answered with material, whose embargo was over.
        """
        if data.keys().isdisjoint({"material", "published_at"} if before else {"material"}):
            return {}
        named = data.get("material", before.material if before else "")
        kept: Released | None = self.material.find(bureau, outlet, named) if named else None
        if named and kept is None:
            raise _refused(FieldProblem("/material", "publication.material_unknown"))
        at = data.get("published_at") or (before.published_at if before else None)
        if kept and kept.embargo_until and at and earlier_than(at, kept.embargo_until):
            until = {"until": kept.embargo_until.isoformat()}
            raise _refused(FieldProblem("/material", "publication.material_embargoed", until))
        return {"material": named, "material_number": kept.number if kept else ""}


def _refused(problem: FieldProblem) -> Invalid:
    return Invalid("publication.invalid", problems=[problem])
