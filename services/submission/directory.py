"""A bureau's media directory: the entries that are shipped, and the bureau's own over them."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from services.submission import shipped
from services.submission.domain.media import MAX_OWN, Medium, owners, require_free
from services.submission.repository.media import Media, Sought, keys_of
from shared.errors import Conflict, FieldProblem, Invalid, NotFound
from shared.hosts import above
from shared.mongo import Unit
from shared.names import name_key

NEAREST = 5


class Directory:
    """The entries of one bureau."""

    def __init__(self, media: Media, bureau: str) -> None:
        self._media, self._bureau = media, bureau

    def get(self, id_: str) -> Medium:
        """One entry. Raises: NotFound."""
        found = self._media.several(self._bureau, [id_]).get(id_) or shipped.media().get(id_)
        if found is None:
            raise NotFound("medium.not_found")
        return found

    def several(self, ids: Iterable[str]) -> dict[str, Medium]:
        """Entries by id; those that are not there are left out."""
        asked = set(ids) - {""}
        found = {id_: medium for id_, medium in shipped.media().items() if id_ in asked}
        return found | self._media.several(self._bureau, asked) if asked else {}

    def page(self, sought: Sought, after: Sequence[str] | None, limit: int) -> list[Medium]:
        """Up to `limit` + 1 entries after a position (name key, id), in this order."""
        own = self._media.page(self._bureau, sought, after, limit)
        fitting = (medium for medium in self._untouched(shipped.media().values()) if sought.fits(medium))
        ours = sorted((medium for medium in fitting if after is None or place_of(medium) > tuple(after)), key=place_of)
        return list(heapq.merge(own, ours, key=place_of))[: limit + 1]

    def versions(self, id_: str, below: int, limit: int) -> list[Medium]:
        """Up to `limit` + 1 versions of an entry below a number, newest first; what is shipped comes last.

        Raises: NotFound.
        """
        self.get(id_)
        found = self._media.versions(self._bureau, id_, below, limit)
        first = shipped.media().get(id_)
        return [*found, first] if first is not None and below > 0 and len(found) <= limit else found

    def resolve(self, named: str, pointer: str) -> Medium:
        """The one active entry that an id, a name, an alias or an account name means.

        Raises: Invalid that lists the nearest entries.
        """
        by_id = self._media.several(self._bureau, [named]).get(named) or shipped.media().get(named)
        if by_id is not None:
            if not by_id.active:
                raise refusal(pointer, "medium.retired", name=by_id.name)
            return by_id
        key = name_key(named)
        known = self._named({key}) if key else []
        found = [medium for medium in known if key in medium.claims] or known
        if len(found) == 1:
            return found[0]
        near = [f"{each.name} ({each.id})" for each in found or self._near(key)] or ["—"]
        raise refusal(pointer, "medium.ambiguous" if found else "medium.unknown", name=named, nearest=near)

    def called(self, names: Collection[str]) -> dict[str, list[Medium]]:
        """Of these names those that active entries have, as a name, an alias or an account name."""
        keys = {name: key for name in names if (key := name_key(name))}
        known = self._named(set(keys.values())) if keys else []
        found = {name: [each for each in known if key in keys_of(each)] for name, key in keys.items()}
        return {name: media for name, media in found.items() if media}

    def owners(self, host: str) -> list[Medium]:
        """The active entries that a host belongs to."""
        hosts = set(above(host))
        listed = (medium for medium in shipped.media().values() if not hosts.isdisjoint(medium.hosts))
        return owners(host, [*self._media.on_hosts(self._bureau, hosts), *self._untouched(listed)])

    def save(self, unit: Unit, medium: Medium) -> None:
        """Write the next version of an entry. Raises: Conflict for a name of another entry, or too many entries."""
        require_free(medium, self._named(medium.claims))
        own = medium.id not in shipped.media()
        if own and medium.version == 1 and self._media.own(self._bureau) >= MAX_OWN:
            raise Conflict("medium.limit", max=MAX_OWN)
        self._media.save(unit, self._bureau, medium, own=own)

    def _named(self, keys: Collection[str]) -> list[Medium]:
        """Active entries with one of these names. The bureau's own come first: its word is the later one."""
        listed = (medium for medium in shipped.media().values() if not keys_of(medium).isdisjoint(keys))
        return [*self._media.named(self._bureau, keys), *self._untouched(listed)]

    def _near(self, key: str) -> list[Medium]:
        everyone = [*self._media.everyone(self._bureau), *self._untouched(shipped.media().values())]
        by_key = {each: medium for medium in everyone for each in medium.claims}
        near = [each for each in by_key if key and (key in each or each in key)]
        near += difflib.get_close_matches(key, by_key, NEAREST, 0.4)
        return list({by_key[each].id: by_key[each] for each in near}.values())[:NEAREST]

    def _untouched(self, media: Iterable[Medium]) -> list[Medium]:
        """Of shipped entries those that the bureau has not changed."""
        listed = list(media)
        changed = self._media.overlaid(self._bureau) if listed else set[str]()
        return [medium for medium in listed if medium.id not in changed]


def place_of(medium: Medium) -> tuple[str, str]:
    """Where an entry stands in a list."""
    return name_key(medium.name), medium.id


def refusal(pointer: str, rule: str, **params: Any) -> Invalid:
    """A field that names no entry to report in."""
    return Invalid("validation", problems=[FieldProblem(pointer, rule, params)])
