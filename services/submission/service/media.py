"""The bureau's media directory."""

from __future__ import annotations

from collections.abc import Callable

from services.submission import media_schemas as schemas
from services.submission.directory import place_of
from services.submission.domain import media, permissions
from services.submission.domain.media import Made, Medium
from services.submission.repository import Sought
from services.submission.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import submission_media as contracts
from shared.contracts.media_terms import MediumAct
from shared.messaging import command, query
from shared.mongo import Unit
from shared.paging import after, page

SOUGHT = ("level", "kind", "platform", "q")


class MediaMethods(Base):
    """Which media there are: a liaison who acts for no outlet keeps the entries, everybody of the bureau reads them."""

    @command(contracts.AddMedium)
    def add_medium(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Add an entry."""
        self._require_media_keeper(unit, context)
        added = schemas.new_medium(data, schemas.made(MediumAct.ADD, data, context.actor.account, now()))
        self.directory(context).save(unit, added)
        return schemas.medium_view(added)

    @command(contracts.ChangeMedium)
    def change_medium(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Change an entry."""
        values = schemas.values(data)
        return self._next(unit, data, context, MediumAct.CHANGE, lambda old, made: media.change(old, values, made))

    @command(contracts.RetireMedium)
    def retire_medium(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take an entry out of use."""
        return self._next(unit, data, context, MediumAct.RETIRE, media.retire)

    @command(contracts.ReinstateMedium)
    def reinstate_medium(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take an entry into use again."""
        return self._next(unit, data, context, MediumAct.REINSTATE, media.reinstate)

    @query(contracts.MediumQuery)
    def medium(self, data: Data, context: RequestContext) -> Data:
        """One entry."""
        found = self.directory(context).get(data["medium"])
        may = media.may(found) if permissions.keeps_media(context.actor, self.own(context)) else []
        return schemas.medium_view(found) | {"may": may}

    @query(contracts.SearchMedia)
    def media(self, data: Data, context: RequestContext) -> Data:
        """Entries by name."""
        sought = Sought(data["state"], **{name: data[name] for name in SOUGHT if name in data})
        found = self.directory(context).page(sought, after(data, str, str), data["limit"])
        shown = page(found, data["limit"], place_of)
        return shown | {
            "items": [schemas.medium_view(medium) for medium in shown["items"]],
            "may": ["add"] if permissions.keeps_media(context.actor, self.own(context)) else [],
        }

    @query(contracts.CalledLike)
    def media_called(self, data: Data, context: RequestContext) -> Data:
        """The entries that are called like accounts on platforms."""
        return {"items": schemas.called_views(self.directory(context).called(data["names"]))}

    @query(contracts.MediumHistoryQuery)
    def medium_history(self, data: Data, context: RequestContext) -> Data:
        """The versions of an entry."""
        (below,) = after(data, int) or [2**31]
        found = self.directory(context).versions(data["medium"], below, data["limit"])
        shown = page(found, data["limit"], lambda medium: [medium.version])
        staff = context.actor.is_staff
        return shown | {"items": [schemas.version_view(medium, staff=staff) for medium in shown["items"]]}

    def _next(
        self, unit: Unit, data: Data, context: RequestContext, act: MediumAct, rule: Callable[[Medium, Made], Medium]
    ) -> Data:
        """An entry in its next version, by a rule."""
        self._require_media_keeper(unit, context)
        directory = self.directory(context)
        old = directory.get(data["medium"])
        context.require_version(old.version)
        new = rule(old, schemas.made(act, data, context.actor.account, now()))
        if new is not old:
            directory.save(unit, new)
        return schemas.medium_view(new)

    def _require_media_keeper(self, unit: Unit, context: RequestContext) -> None:
        """What media are worth says who acts for no outlet, now and at the commit. Raises: Forbidden, Invalid for a
        closed account."""
        permissions.require_media_keeper(context.actor, self.own(context))
        self.accounts.require_actor(unit, context.actor, Role.LIAISON)
        self.outlets.require_apart(unit, context.bureau, context.actor.account)
