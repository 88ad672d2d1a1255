"""Material of the bureau that a publication used."""

from __future__ import annotations

from services.submission.repository import Material
from services.submission.service.base import Base, Data
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

    def used(self, bureau: str, outlet: str, data: Data) -> Data:
        """What a report or correction says of the material that it used, with the request's number.

        Raises: Invalid unless it is a request of the outlet that was answered with material.
        """
        if "material" not in data:
            return {}
        named = data["material"]
        number = self.material.number(bureau, outlet, named) if named else ""
        if number is None:
            raise Invalid("publication.invalid", problems=[FieldProblem("/material", "publication.material_unknown")])
        return {"material": named, "material_number": number}
