"""What is told of a change. Of a confidential request nothing is, but to the people who may know of it that there is
something new: on the bus neither its kind, nor its outlet, nor what happened."""

from __future__ import annotations

from services.liaison.domain.office import Office
from services.liaison.domain.requests.model import Request
from shared import events


def told(
    request: Request, fact: events.RequestEvent, office: Office, *, asker: bool = False, officers: bool = False
) -> tuple[events.LiaisonEvent, ...]:
    """The facts of a change. `asker`, `officers`: which side it concerns, where it is confidential: its officer, while
    they are named for it, else all who are."""
    if not request.confidential:
        return (fact,)
    concerned = {request.asker} if asker else set[str]()
    if officers:
        concerned |= {request.officer} if request.officer in office.named else set(office.named)
    return (events.PrivateNotice(tuple(sorted(concerned - {fact.by}))),) if concerned - {fact.by} else ()
