"""A reprint (转载) and its source: what is judged of the one follows the other.

A reprint shares its source's `group`, and says when it is older than a source that stands, as that counts. So when a
source is corrected, refused or withdrawn its reprints get a next version, and the reprints of those, where that makes
a difference to them: also those that are over, for others may be reprints of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.submission.domain.model import Change
from services.submission.domain.publication import Publication
from services.submission.domain.states import Act
from shared.clock import before as earlier_than
from shared.events import ReprintFollowed

Followed = tuple[Publication, Publication]


def of_source(given: Publication, source: Publication | None) -> Publication:
    """What follows from its source for a publication; without one it is its own group."""
    if source is None:
        return replace(given, group=given.id, before_source=False)
    early = source.stands and earlier_than(given.published_at, source.published_at)
    return replace(given, group=source.group, before_source=early)


def leads_to(source: Publication, id_: str, others: Sequence[Publication]) -> bool:
    """Whether a source reprints the publication itself, at whatever distance."""
    known, seen, at = {one.id: one for one in others}, set[str](), source.id
    while at in known and at not in seen:
        seen.add(at)
        at = known[at].reprint_of
        if at == id_:
            return True
    return source.id == id_


def following(moved: Publication, others: Sequence[Publication]) -> list[Followed]:
    """The reprints of what was moved, at whatever distance, before and after, as far as that changes anything of them.
    `others`: those of the work, itself or not."""
    befores = {one.id: one for one in others if one.id != moved.id}
    known = befores | {moved.id: moved}
    asked, seen = [moved.id], set[str]()
    while asked:
        if (source := asked.pop(0)) in seen:
            continue
        seen.add(source)
        for one in befores.values():
            after = _judged(known[one.id], known) if source in _sources(one) else known[one.id]
            if after != known[one.id]:
                known[one.id] = after
                asked.append(one.id)
    pairs = ((one, known[id_]) for id_, one in befores.items())
    return [(one, replace(after, version=one.version + 1)) for one, after in pairs if after != one]


def told(change: Change, moved: Publication, found: Sequence[Followed]) -> Change:
    """The change that moved a source, which tells of its reprints, too."""
    facts = tuple(
        ReprintFollowed(
            change.submission.state(),
            change.by,
            after.state(),
            moved.id,
            after.correction.corrected.state() if after.correction else None,
        )
        for _, after in found
    )
    return replace(change, events=(*change.events, *facts))


def made(change: Change) -> Change:
    """What made the next version of a reprint: the change that moved its source."""
    return replace(change, act=Act.FOLLOW_SOURCE)


def _sources(one: Publication) -> set[str]:
    """What it reprints, as it counts or as it is to be corrected."""
    return {one.reprint_of, one.correction.corrected.reprint_of if one.correction else ""} - {""}


def _judged(one: Publication, known: Mapping[str, Publication]) -> Publication:
    """A publication and what waits beside it, each by its source."""
    new = _by(one, known)
    if new.correction is None:
        return new
    return replace(new, correction=replace(new.correction, corrected=_by(new.correction.corrected, known)))


def _by(given: Publication, known: Mapping[str, Publication]) -> Publication:
    source = known.get(given.reprint_of)
    return of_source(given, source) if source else given
