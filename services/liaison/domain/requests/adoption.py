"""A suggestion that is adopted is its outlet's part in the work together: once, however many of its requests get that
answer, and however often one of them is asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.liaison.domain.requests.model import Answer, Request
from shared.contracts.liaison_terms import RequestKind


def ruled(request: Request, given: Answer) -> Answer:
    """The answer, which says of every suggestion whether it is adopted: one that is refused is not."""
    if request.kind is RequestKind.SUGGESTION and given.adopted is None:
        return replace(given, adopted=False)
    return given


def recorded(request: Request) -> str:
    """The request as which it was adopted before; empty when it never was."""
    return next((each.adopted_as for each in reversed(request.answers) if each.adopted_as), "")


def credited(together: Sequence[Request]) -> Mapping[str, str]:
    """Id of each request that is adopted by one answer → that of the request as which its outlet's part is recorded: an
    own one of the outlet's, whatever its own was joined to, and the one of before where there is one."""
    known = {each.id: recorded(each) for each in together}
    of_outlet: dict[str, str] = {}
    for each in sorted(together, key=lambda one: not known[one.id]):
        of_outlet.setdefault(each.outlet, known[each.id] or each.id)
    return {each.id: known[each.id] or of_outlet[each.outlet] for each in together}
