"""Drafts of bulletins, and whom an audience reaches before anything is sent."""

from __future__ import annotations

from services.notification import schemas
from services.notification.domain import bulletins, drafts
from services.notification.domain.drafts import Draft
from services.notification.repository import Drafts, audience_of
from services.notification.service.base import Data
from services.notification.service.bulletins import BulletinMethods
from shared import validation
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import notification as contracts
from shared.ids import new_id
from shared.messaging import Repository, command, query
from shared.mongo import Unit
from shared.paging import after, page


class DraftMethods(BulletinMethods):
    """For those who may publish, all of the bureau's; nobody else hears of them."""

    drafts = Repository(Drafts)

    @query(contracts.AudienceQuery)
    def audience(self, data: Data, context: RequestContext) -> Data:
        """How many outlets and people it reaches now. Raises: Forbidden, Invalid for an unknown outlet."""
        self._require(data, context)
        reached: Data = self.outlets.reached(context.bureau, audience_of(data["audience"]))
        return reached

    @command(contracts.NewDraft)
    def save_draft(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Keep a new one. Raises: Forbidden, Invalid for an unknown outlet."""
        self._require(data, context)
        fresh = Draft(new_id(), context.bureau, context.actor.account, now(), version=0)
        made = drafts.changed(fresh, data, context.actor.account, fresh.saved_at)
        self.drafts.add(unit, made)
        return schemas.draft_view(made)

    @command(contracts.ChangeDraft)
    def change_draft(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """What is left out stays. Raises: NotFound, Forbidden, Invalid, VersionMismatch."""
        self._require(data, context)
        before = self._draft(data, context)
        made = drafts.changed(before, data, context.actor.account, now())
        self.drafts.save(unit, made, before.version)
        return schemas.draft_view(made)

    @command(contracts.DeleteDraft)
    def delete_draft(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Throw it away; gives what it was. Raises: NotFound, Forbidden, VersionMismatch."""
        gone = self._draft(data, context)
        self.drafts.remove(unit, gone)
        return schemas.draft_view(gone)

    @command(contracts.PublishDraft)
    def publish_draft(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Publish it as it is. Raises: NotFound, Forbidden, VersionMismatch, Invalid for what a bulletin needs."""
        draft = self._draft(data, context)
        content = validation.load(contracts.PublishBulletin(), draft.content)
        self.drafts.remove(unit, draft)
        return self.publish(unit, content, context)

    @query(contracts.DraftQuery)
    def draft(self, data: Data, context: RequestContext) -> Data:
        """One. Raises: NotFound, Forbidden."""
        return schemas.draft_view(self._draft(data, context))

    @query(contracts.DraftsQuery)
    def drafts_list(self, data: Data, context: RequestContext) -> Data:
        """Those of the bureau, the newest first. Raises: Forbidden, Invalid for a bad cursor."""
        bulletins.require_publisher(context.actor)
        (before,) = after(data, str) or [None]
        found = self.drafts.page(context.bureau, before, data["limit"] + 1)
        shown = page(found, data["limit"], lambda draft: [draft.id])
        return shown | {"items": [schemas.draft_view(each) for each in shown["items"]]}

    def _draft(self, data: Data, context: RequestContext) -> Draft:
        bulletins.require_publisher(context.actor)
        found: Draft = self.drafts.get(context.bureau, data["draft"])
        context.require_version(found.version)
        return found

    def _require(self, data: Data, context: RequestContext) -> None:
        bulletins.require_publisher(context.actor)
        asked = data.get("audience", ())
        named = bulletins.outlets_named(asked)
        bulletins.require_known(asked, self.outlets.several(context.bureau, named))
