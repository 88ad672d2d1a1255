"""A place that another publication has: one address once per bureau, across works and outlets.

Whoever may see the other work is told where it stands: its number, outlet, publication and day. A co-author's people
are told that it is theirs, too; everybody else what anybody can see at the address: the medium and the day.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from services.submission.domain.model import Submission
from services.submission.domain.permissions import may_see
from services.submission.domain.publication import Publication
from services.submission.domain.publications import at
from services.submission.domain.unapproved import Unapproved
from shared.clock import local_date
from shared.context import Actor
from shared.errors import Conflict


def taken(there: Publication, work: Submission, outlet_name: str, *, actor: Actor, own: Collection[str]) -> Conflict:
    """The refusal for who wants the place of `there`, a publication of `work`. `own`: the outlets of the actor."""
    seen: dict[str, Any] = {"media": there.media, "published_on": local_date(there.published_at).isoformat()}
    if not may_see(actor, work, own):
        return Conflict("publication.twice_elsewhere", **seen)
    known = at(there, work, outlet_name)
    theirs = any(author.outlet in own for author in work.revision.authors)
    if theirs and work.outlet not in own:
        return Conflict("publication.twice_joint", **known)
    return Conflict("publication.twice", **known)


def unapproved(there: Unapproved, *, actor: Actor, own: Collection[str]) -> Conflict:
    """The refusal for who wants to report what was recorded as published without approval."""
    seen = actor.is_staff or there.outlet in own
    known: dict[str, Any] = {"record": there.id} if seen else {}
    return Conflict("publication.unapproved", recorded_on=local_date(there.recorded_at).isoformat(), **known)
