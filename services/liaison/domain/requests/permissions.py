"""Who may see a request, and who may do what to it.

Each act of a person begins with its check here, and `may` asks the same ones: a page shows what would not be refused.
Of a confidential request, whoever is not named for it gets the answer that they get for one that does not exist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.liaison.domain.office import Office
from services.liaison.domain.requests.model import MAX_OUTCOMES, MAX_REOPENED, Request
from services.liaison.domain.requests.states import SPOKEN_ON, Act
from shared.context import BUSINESS_ROLES, Actor, Role
from shared.errors import Conflict, DomainError, Forbidden, Unseen

# Who reads what outlets ask, beside the officers of units: who serves them, and who answers for that.
READERS: Final = (Role.LIAISON, Role.LEADER)
OF_ASKER: Final = frozenset({Act.RATE, Act.REOPEN, Act.WITHDRAW})
# Of who answers it, also when it is answered: they keep its appointment.
OF_ANSWERER: Final = frozenset({Act.ANSWER, Act.RESCHEDULE, Act.CALL_OFF})
OF_DESK: Final = frozenset({Act.ACKNOWLEDGE, Act.ASSIGN, Act.FORWARD, Act.JOIN, Act.PART})


@dataclass(frozen=True)
class Asker:
    """Who asks: `own` are the outlets that the account acts for, `able` whether it is open."""

    actor: Actor
    own: frozenset[str]
    office: Office
    able: bool = True

    @property
    def account(self) -> str:
        """The account that asks."""
        return self.actor.account

    @property
    def of_unit(self) -> bool:
        """Whether it answers for some unit."""
        return bool(self.units)

    @property
    def units(self) -> list[str]:
        """The units that have it and get something new."""
        units = self.office.units.values()
        return sorted(each.id for each in units if each.active and self.account in {each.head, *each.officers})

    @property
    def headed(self) -> list[str]:
        """The units that it heads."""
        return sorted(unit.id for unit in self.office.units.values() if unit.head == self.account)

    def is_side(self, request: Request) -> bool:
        """Whether it is the one who asked, or of the outlet that did."""
        return request.asker == self.account if request.confidential else request.outlet in self.own

    def is_officer(self, request: Request) -> bool:
        """Whether it is of the bureau's side of a request: never of one's own outlet's, nor of what one asked."""
        if request.outlet in self.own or request.asker == self.account or not self.actor.is_staff:
            return False
        if request.confidential:
            return self.account in self.office.named
        return self.actor.has(*READERS) or self.of_unit or self.account in answerers(request, self.office)


def answerers(request: Request, office: Office) -> set[str]:
    """Who is to answer it: its officer and the head of the unit, also of one that gets nothing new any more."""
    return {request.officer, office.head(request.unit)} - {""}


def require_sight(request: Request, asker: Asker) -> None:
    """Raises: Unseen to whom it does not concern, or does no longer."""
    if not (asker.is_side(request) or asker.is_officer(request)):
        raise Unseen("request.not_found")


def require_asker(request: Request, asker: Asker, act: Act) -> None:
    """For who asked, or somebody else of the outlet. Raises: NotFound, Forbidden, Conflict."""
    require_sight(request, asker)
    if not asker.is_side(request):
        raise Forbidden("request.forbidden.asker")
    request.after(act)


def require_desk(request: Request, asker: Asker, act: Act) -> None:
    """For a liaison, of a confidential one for who is named. Raises: NotFound, Forbidden, Conflict."""
    require_bureau(request, asker)
    if not request.confidential and not asker.actor.has(Role.LIAISON):
        raise Forbidden("request.forbidden.desk")
    request.after(act)


def require_answerer(request: Request, asker: Asker, act: Act) -> None:
    """For who it is assigned to and the head of their unit; for a liaison while nobody has it.

    Raises: NotFound, Forbidden, Conflict.
    """
    require_bureau(request, asker)
    request.after(act)
    unassigned = not request.officer and (request.confidential or asker.actor.has(Role.LIAISON))
    if asker.account not in answerers(request, asker.office) and not unassigned:
        raise Forbidden("request.forbidden.answerer")


def require_holder(request: Request, asker: Asker) -> None:
    """For who has it in hand. Raises: NotFound, Forbidden, Conflict."""
    require_bureau(request, asker)
    if asker.account != request.officer:
        raise Forbidden("request.forbidden.holder")
    request.after(Act.HAND_BACK)


def require_stranger(joined: Iterable[Request], asker: Asker) -> None:
    """For who acts for none of the outlets that get the answer, too. Raises: Conflict."""
    if own := next((each for each in joined if each.outlet in asker.own), None):
        raise Conflict("request.joined_own", number=own.number)


def require_bureau(request: Request, asker: Asker) -> None:
    """For the bureau's side. Raises: NotFound, Forbidden."""
    require_sight(request, asker)
    if not asker.is_officer(request):
        raise Forbidden("request.forbidden.bureau")


def require_speaker(request: Request, asker: Asker) -> None:
    """For its asker's side; of the bureau's for who is to answer it or did, the head of their unit, the desk and the
    leader, not for who had it before or is of another unit. Raises: NotFound, Forbidden."""
    require_sight(request, asker)
    speaks = asker.account in answerers(request, asker.office) or asker.actor.has(Role.LIAISON, Role.LEADER)
    if asker.is_officer(request) and not (request.confidential or speaks):
        raise Forbidden("request.forbidden.speaker")


def speaks(request: Request, asker: Asker) -> bool:
    """Whether somebody may leave a message now: on what is open or answered."""
    try:
        require_speaker(request, asker)
    except DomainError:
        return False
    return asker.able and request.status in SPOKEN_ON


def require_case(request: Request, asker: Asker, act: Act) -> None:
    """For who is named for confidential ones. Raises: NotFound, Forbidden, Conflict."""
    require_bureau(request, asker)
    if not request.confidential:
        raise Forbidden("request.not_a_case")
    request.after(act)


@dataclass(frozen=True)
class Ground:
    """What somebody's right to act for the bureau stands on: one of these `roles`, a `unit` that has them, being
    `named`."""

    roles: Collection[Role] = BUSINESS_ROLES
    unit: str = ""
    named: bool = False


def ground(request: Request, asker: Asker, act: Act | None) -> Ground:
    """Of who may do this (None: speak or note), by the checks above: it is to hold at the commit, too."""
    own = asker.account == request.officer
    if request.confidential:
        heads = act is Act.ANSWER and bool(request.officer) and not own
        return Ground(unit=request.unit if heads else "", named=True)
    if own and act in (None, Act.HAND_BACK, *OF_ANSWERER):
        return Ground()
    if act is not None and (act not in OF_ANSWERER or not request.officer):
        return Ground((Role.LIAISON,))
    if act is None and asker.actor.has(*READERS):
        return Ground(READERS)
    return Ground(unit=request.unit if act else next(iter(asker.units), request.unit))


# What a client calls, and the act that it is.
CALLS: Final[Mapping[str, Act]] = {
    "acknowledge": Act.ACKNOWLEDGE,
    "assign": Act.ASSIGN,
    "hand_back": Act.HAND_BACK,
    "answer": Act.ANSWER,
    "join": Act.JOIN,
    "part": Act.PART,
    "hand_over": Act.HAND_OVER,
    "record_outcome": Act.RECORD_OUTCOME,
    "rate": Act.RATE,
    "reopen": Act.REOPEN,
    "withdraw": Act.WITHDRAW,
    "reschedule": Act.RESCHEDULE,
    "call_off": Act.CALL_OFF,
}

# Whose the desk's own rules are.
RULES: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.LEADER: ("name", "add_unit", "change_unit", "adopt_policy"),
}


def may(request: Request, asker: Asker, now: datetime, joined: Collection[Request] = ()) -> tuple[str, ...]:
    """The calls about a request that would not refuse this person now, by the names that clients have for them;
    `joined` are those that wait for its answer, or have its appointment, too."""
    strange = not any(each.outlet in asker.own for each in joined)
    return tuple(
        call
        for call, act in CALLS.items()
        if _makes_sense(request, act) and _in_time(request, act, now) and _passes(request, asker, act)
        and (strange or act not in OF_ANSWERER)
    )  # fmt: skip


def may_at_large(asker: Asker) -> tuple[str, ...]:
    """The calls about the desk as a whole that would not refuse this person. How all are served says who acts for no
    outlet."""
    if not asker.able:
        return ()
    calls = ("named",) if asker.actor.has(Role.LEADER) or asker.account in asker.office.named else ()
    rules = () if asker.own else tuple(call for role, its in RULES.items() if asker.actor.has(role) for call in its)
    return calls + rules


def require(request: Request, asker: Asker, act: Act) -> None:
    """The check of an act. Raises: NotFound, Forbidden, Conflict."""
    if act in OF_ASKER:
        require_asker(request, asker, act)
    elif act in OF_DESK:
        require_desk(request, asker, act)
    elif act in OF_ANSWERER:
        require_answerer(request, asker, act)
    elif act is Act.HAND_BACK:
        require_holder(request, asker)
    else:
        require_case(request, asker, act)


def _makes_sense(request: Request, act: Act) -> bool:
    """Whether an act that the state allows would change anything."""
    match act:
        case Act.PART:
            sense = bool(request.same_as)
        case Act.ANSWER:
            sense = not request.same_as
        case Act.JOIN:
            sense = not request.confidential and not request.same_as
        case Act.HAND_OVER:
            sense = request.handed_over is None
        case Act.RECORD_OUTCOME:
            sense = request.handed_over is not None and len(request.outcomes) < MAX_OUTCOMES
        case Act.REOPEN:
            sense = request.reopened < MAX_REOPENED
        case _:
            sense = True
    return sense


def _in_time(request: Request, act: Act, now: datetime) -> bool:
    """Whether what an act is about is still to come."""
    if act not in (Act.RESCHEDULE, Act.CALL_OFF):
        return True
    given = request.appointment
    return given is not None and given.starts_at is not None and given.starts_at > now


def _passes(request: Request, asker: Asker, act: Act) -> bool:
    try:
        require(request, asker, act)
    except DomainError:
        return False
    return asker.able
