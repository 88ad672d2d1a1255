"""Bulletins: published, listed, read, recalled, reported on."""

from __future__ import annotations

from services.notification import domain, schemas
from services.notification.domain import Notice, bulletins, rumours
from services.notification.domain.bulletins import Bulletin
from services.notification.repository import Bulletins, audience_of
from services.notification.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import notification as contracts
from shared.events import BulletinPublished, BulletinRecalled
from shared.ids import new_id
from shared.messaging import Repository, command, query
from shared.mongo import Unit
from shared.paging import after, page


class BulletinMethods(Base):
    """What the bureau tells its outlets."""

    bulletin_store = Repository(Bulletins)

    @command(contracts.PublishBulletin)
    def publish_bulletin(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Publish to an audience: one inbox item, however many it reaches. Raises: Forbidden, Invalid."""
        return self.publish(unit, data, context)

    def publish(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """The same, also of what was a draft."""
        actor = context.actor
        bulletins.require_publisher(actor)
        named = bulletins.outlets_named(data["audience"])
        bulletins.require_known(data["audience"], self.outlets.several(context.bureau, named))
        if data["clarifies"]:
            told = rumours.require_clarified(
                data["kind"],
                self.rumour_store.find(context.bureau, data["clarifies"]),
                [outlet.id for outlet in self.outlets.of(context.bureau, actor.account)],
            )
            self.outlets.require_stranger(unit, context.bureau, bulletins.outlets_named([told]), actor.account)
            data = data | {"audience": [*data["audience"], told]}
        made = schemas.new_bulletin(data, new_id(), actor, now())
        self.bulletin_store.add(unit, made)
        self._tell(unit, made, bulletins.published_notice(made), "published", actor.account)
        unit.emit(BulletinPublished(made.told, actor.account), subject=made.id, version=1, bureau=made.bureau)
        return schemas.bulletin_view(made, actor, read=False)

    @command(contracts.RecallBulletin)
    def recall_bulletin(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take it back, and tell its audience. Raises: NotFound, Forbidden, Conflict, VersionMismatch."""
        before = self._seen(data, context)
        context.require_version(before.version)
        made = bulletins.recall(before, context.actor, data["reason"], now())
        self.bulletin_store.save(unit, made, before.version)
        self.inbox_items.forget(unit, context.bureau, _item_id(made, "published"), "title")
        self._tell(unit, made, bulletins.recalled_notice(made), "recalled", context.actor.account)
        told = BulletinRecalled(made.told, context.actor.account, made.reason)
        unit.emit(told, subject=made.id, version=made.version, bureau=made.bureau)
        return self._view(made, context)

    @command(contracts.ReadBulletin)
    def read_bulletin(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A receipt, and its inbox item is read. Raises: NotFound."""
        bulletin, account = self._seen(data, context), context.actor.account
        self.bulletin_store.note_read(unit, bulletin, account, now())
        item = self.inbox_items.find(self.reader(context), _item_id(bulletin, "published"))
        if item is not None:
            self.inbox_items.mark(unit, context.bureau, account, item)
            self.changed(unit, context.bureau, {domain.addresses(account, ())[0]}, bulletin.id)
        return schemas.bulletin_view(bulletin, context.actor, read=True)

    @query(contracts.BulletinsQuery)
    def bulletins(self, data: Data, context: RequestContext) -> Data:
        """Those that reach the caller; all for staff. Raises: Invalid for a bad cursor."""
        staff, size = context.actor.is_staff, data["limit"]
        addresses = None if staff else self.reader(context).addresses
        only = {name: data[name].value for name in ("kind", "state") if name in data}
        found = self.bulletin_store.page(context.bureau, addresses, only, after(data, int, str), size + 1)
        shown = page(found, size, lambda each: [int(each.first), each.id])
        ids = [each.id for each in shown["items"]]
        read = self.bulletin_store.read_by(context.bureau, context.actor.account, ids)
        seen = [bulletins.shown_to(each, context.actor) for each in shown["items"]]
        items = [schemas.bulletin_summary(each, read=each.id in read) for each in seen]
        return shown | {"items": items, "may": ["publish"] if context.actor.has(*bulletins.PUBLISHERS) else []}

    @query(contracts.BulletinQuery)
    def bulletin(self, data: Data, context: RequestContext) -> Data:
        """One bulletin with its text. Raises: NotFound."""
        return self._view(self._seen(data, context), context)

    @query(contracts.ReceiptsQuery)
    def receipts(self, data: Data, context: RequestContext) -> Data:
        """Who of its audience has read it. Raises: NotFound, Forbidden."""
        bulletin, size = self._seen(data, context), data["limit"]
        bulletins.require_publisher(context.actor)
        among = audience_of(bulletin.audience)
        (last,) = after(data, str) or [""]
        shown = page(self.outlets.among(context.bureau, among, last, size + 1), size, lambda outlet: [outlet.id])
        accounts = sorted({member.account for outlet in shown["items"] for member in outlet.members})
        read = self.bulletin_store.reads(context.bureau, bulletin.id, accounts)
        totals = self.bulletin_store.totals(bulletin, among)
        items = [schemas.outlet_receipts(outlet, read) for outlet in shown["items"]]
        return {"bulletin": bulletin.id, **totals, **shown, "items": items}

    def _seen(self, data: Data, context: RequestContext) -> Bulletin:
        found: Bulletin = self.bulletin_store.get(context.bureau, data["bulletin"])
        bulletins.require_sight(found, context.actor, self.reader(context).addresses)
        return found

    def _view(self, bulletin: Bulletin, context: RequestContext) -> Data:
        read = self.bulletin_store.read_by(context.bureau, context.actor.account, [bulletin.id])
        return schemas.bulletin_view(bulletin, context.actor, read=bool(read))

    def _tell(self, unit: Unit, bulletin: Bulletin, notice: Notice, what: str, actor: str) -> None:
        cause = f"{bulletin.id}/{what}"
        self.put(unit, bulletin.bureau, cause, now(), notice, by=actor)
        self.changed(unit, bulletin.bureau, set(notice.to), bulletin.id)


def _item_id(bulletin: Bulletin, what: str) -> str:
    return domain.notice_id(f"{bulletin.id}/{what}", bulletin.audience)
