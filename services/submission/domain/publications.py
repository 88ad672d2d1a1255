"""Publications (刊发): where and when a work appeared, who reprinted whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from services.submission.domain.model import MAX_PUBLICATIONS, Change, Side, Submission
from services.submission.domain.outlets import Outlet
from services.submission.domain.states import Act
from shared import events
from shared.clock import local_date
from shared.contracts.outlet_terms import Level, Platform
from shared.contracts.submission_terms import Byline, Placement, SubmissionStatus
from shared.errors import Conflict, FieldProblem, Invalid
from shared.events import PublicationState

# Where something can appear without an address.
WITHOUT_URL = frozenset({Platform.NEWSPAPER, Platform.TV, Platform.RADIO})
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Publication:
    """One publication of a work. A reprint shares the `group` of its source, which is the source's id.

    `snapshots` counts what was reported of its metrics: they are judged against each other, one after the other.
    """

    id: str
    bureau: str
    submission: str
    outlet: str
    platform: Platform
    level: Level
    published_at: datetime
    by: str
    reported_at: datetime
    media: str = ""
    channel: str = ""
    url: str = ""
    placement: Placement = Placement.NORMAL
    byline: Byline = Byline.OWN
    length: int = 0
    reprint: bool = False
    reprint_of: str = ""
    source: str = ""
    group: str = ""
    before_permit: bool = False
    before_embargo: bool = False
    before_source: bool = False
    proof: tuple[str, ...] = ()
    snapshots: int = 0

    @property
    def place(self) -> str:
        """What is the same for two reports of one publication: its address, or medium and day where there is none."""
        return same_url(self.url) if self.url else f"{self.platform}:{self.media}:{local_date(self.published_at)}"

    def state(self) -> PublicationState:
        """What other services may know."""
        return PublicationState(
            id=self.id,
            platform=self.platform,
            level=self.level,
            media=self.media,
            published_at=self.published_at,
            url=self.url,
            placement=self.placement,
            byline=self.byline,
            length=self.length,
            reprint=self.reprint,
            reprint_of=self.reprint_of,
            source=self.source,
            before_permit=self.before_permit,
            before_embargo=self.before_embargo,
            before_source=self.before_source,
            group=self.group,
        )


def report(
    submission: Submission, outlet: Outlet, given: Publication, others: Sequence[Publication], now: datetime
) -> tuple[Change, Publication]:
    """A publication of an approved work; the first makes the work a published one. `others`: those of the work.

    Raises: Conflict for the state, a publication reported twice or too many; Invalid.
    """
    status = submission.after(Act.PUBLISH)
    outlet.require_open()
    if submission.publications >= MAX_PUBLICATIONS:
        raise Conflict("publication.limit", max=MAX_PUBLICATIONS)
    publication = _judged(submission, _on_channel(outlet, given), others)
    _check(publication, outlet, others, now)
    new = submission.evolve(now, status=status, publications=submission.publications + 1)
    state, told = publication.state(), new.state()
    facts: list[events.SubmissionEvent] = []
    if submission.status is SubmissionStatus.APPROVED:
        facts.append(events.SubmissionPublished(told, publication.by, state))
    facts.append(events.PublicationReported(told, publication.by, state))
    details = {"publication": publication.id, "platform": publication.platform, "media": publication.media}
    change = Change(new, Act.PUBLISH, publication.by, Side.OUTLET, now, tuple(facts), details=details)
    return change, publication


def same_url(url: str) -> str:
    """The form in which addresses are compared: scheme and host in lower case, no fragment, no port that goes
    without saying, no slash at the end. http and https name the same page."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    port = f":{parts.port}" if parts.port and parts.port != PORTS.get(parts.scheme.lower()) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def _on_channel(outlet: Outlet, given: Publication) -> Publication:
    """With the medium's name: as given, or the channel's, or the outlet's own."""
    channel = outlet.channel(given.channel) if given.channel else None
    name = channel.account_name if channel else outlet.name
    return replace(given, media=given.media or name)


def _judged(submission: Submission, given: Publication, others: Iterable[Publication]) -> Publication:
    approval = submission.approval
    embargo = approval.embargo_until if approval else None
    source = next((other for other in others if other.id == given.reprint_of), None)
    return replace(
        given,
        reprint=given.reprint or bool(given.reprint_of),
        group=source.group if source else given.id,
        before_permit=approval is None or given.published_at < approval.at,
        before_embargo=embargo is not None and given.published_at < embargo,
        before_source=source is not None and given.published_at < source.published_at,
    )


def _check(publication: Publication, outlet: Outlet, others: Sequence[Publication], now: datetime) -> None:
    """Raises: Invalid, Conflict."""
    problems = []
    if publication.published_at > now:
        problems.append(FieldProblem("/published_at", "moment.future"))
    if not publication.url and publication.platform not in WITHOUT_URL:
        problems.append(FieldProblem("/url", "publication.url_required"))
    if publication.channel:
        channel = outlet.channel(publication.channel)
        if channel is None:
            problems.append(FieldProblem("/channel", "publication.channel_unknown"))
        elif (channel.platform, channel.level) != (publication.platform, publication.level):
            problems.append(FieldProblem("/channel", "publication.channel_differs"))
    problems += _reprint_problems(publication, others)
    if problems:
        raise Invalid("publication.invalid", problems=problems)
    if any(other.place == publication.place for other in others):
        raise Conflict("publication.twice")


def _reprint_problems(publication: Publication, others: Iterable[Publication]) -> list[FieldProblem]:
    if publication.reprint_of:
        known = any(other.id == publication.reprint_of for other in others)
        return [] if known else [FieldProblem("/reprint_of", "publication.source_unknown")]
    if publication.reprint and not publication.source:
        return [FieldProblem("/source", "publication.source_required")]
    if publication.source and not publication.reprint:
        return [FieldProblem("/reprint", "publication.source_of_no_reprint")]
    return []
