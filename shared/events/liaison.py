"""Facts about the liaison between bureau and outlets (对接服务): requests and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.events.base import Event


@dataclass(frozen=True)
class RequestState:
    """A request of an outlet. `officer` is the account that it is assigned to, `unit` the unit. There are no such facts
    about a confidential one, only `PrivateNotice`."""

    id: str
    number: str
    kind: str
    status: str
    outlet: str
    asker: str
    title: str
    officer: str = ""
    unit: str = ""


@dataclass(frozen=True)
class LiaisonEvent(Event):
    """Base of the facts of the liaison service."""

    source: ClassVar[str] = "liaison"
    abstract: ClassVar[bool] = True


@dataclass(frozen=True)
class PrivateNotice(LiaisonEvent):
    """There is something new for some people about what is confidential between them: `subject` is its id, and neither
    what it is nor what happened is told."""

    to: tuple[str, ...]


@dataclass(frozen=True)
class CaseOfficersNamed(LiaisonEvent):
    """Some are named for what is confidential who were not (`to`); `subject` is the bureau. Of no case is anything
    told."""

    to: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class CaseOfficersMissing(LiaisonEvent):
    """The last of those who are named for what is confidential (`former`) can deal with it no more; `subject` is the
    bureau."""

    former: str


@dataclass(frozen=True)
class RequestEvent(LiaisonEvent):
    """Base of the facts about a request. `by` is the account that acted, empty for the system itself."""

    abstract: ClassVar[bool] = True

    request: RequestState
    by: str


@dataclass(frozen=True)
class RequestOpened(RequestEvent):
    """An outlet asks for something."""

    due_at: datetime
    due_exact: bool = True


@dataclass(frozen=True)
class RequestAcknowledged(RequestEvent):
    """The bureau has taken note, and says until when it answers."""

    due_at: datetime
    due_exact: bool = True


@dataclass(frozen=True)
class RequestAssigned(RequestEvent):
    """Somebody is to answer it; `former` is who was before, empty at first. The time for the answer goes on."""

    former: str = ""


@dataclass(frozen=True)
class RequestAnswered(RequestEvent):
    """It is answered: with material, a date and place, words, or a refusal (`answer`). `bulletin` is the clarification
    that came of a rumour report; material is not to be published before `embargo_until`; `adopted`: whether a
    suggestion was, of anything else nothing."""

    answer: str
    bulletin: str = ""
    embargo_until: datetime | None = None
    adopted: bool | None = None


@dataclass(frozen=True)
class RequestClosed(RequestEvent):
    """It is over: rated by its asker (`stars`), or closed by time (0)."""

    closing: str
    stars: int = 0


@dataclass(frozen=True)
class RequestReopened(RequestEvent):
    """Its asker is not content with the answer, with a reason; it is to be answered again."""

    due_at: datetime
    due_exact: bool = True


@dataclass(frozen=True)
class RequestWithdrawn(RequestEvent):
    """Its asker needs it no more."""


@dataclass(frozen=True)
class RequestSpoken(RequestEvent):
    """A message was left on it: by its asker, or (`from_bureau`) by an officer. What it says is not told."""

    from_bureau: bool


@dataclass(frozen=True)
class RequestNoted(RequestEvent):
    """An officer noted something for the others who have to do with it (`to`). What it says is not told."""

    to: tuple[str, ...]


@dataclass(frozen=True)
class RequestDue(RequestEvent):
    """Its time is nearly over, or over: for the acknowledgement or the answer (`target`). Each is told once, to who
    answers it; when it is over, to the `head` of the unit too."""

    target: str
    due_at: datetime
    overdue: bool
    head: str = ""
    due_exact: bool = True


@dataclass(frozen=True)
class RequestDueMoved(RequestEvent):
    """Another calendar moved its time."""

    target: str
    due_at: datetime
    former: datetime
    due_exact: bool


@dataclass(frozen=True)
class RequestVacated(RequestEvent):
    """Who it was assigned to can no longer answer it: it is to be assigned again. `former` is who that was."""

    former: str


@dataclass(frozen=True)
class AppointmentMoved(RequestEvent):
    """The date and place that it was answered with are others now; `former` is when one was to meet."""

    starts_at: datetime
    place: str
    former: datetime
    reason: str


@dataclass(frozen=True)
class AppointmentCalledOff(RequestEvent):
    """The date and place that it was answered with (`starts_at`) are no more; it stays answered."""

    starts_at: datetime
    place: str
    reason: str


@dataclass(frozen=True)
class MaterialUsed(RequestEvent):
    """A publication of a work that names its material was verified: told once of each, to who answered it (`to`)."""

    to: str
    publication: str
    submission: str
    work_title: str
    media: str


REQUEST_FACTS = (
    RequestOpened,
    RequestAcknowledged,
    RequestAssigned,
    RequestAnswered,
    RequestClosed,
    RequestReopened,
    RequestWithdrawn,
    RequestSpoken,
    RequestNoted,
    RequestDue,
    RequestDueMoved,
    RequestVacated,
    AppointmentMoved,
    AppointmentCalledOff,
    MaterialUsed,
)
