"""Channels to the outside and the list of what went through them."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from services.notification import schemas
from services.notification.domain import Kind, outside
from services.notification.repository import channel_document, sealed_document, sealed_of
from services.notification.sealing import Sealer
from services.notification.service.base import Base, Data
from services.notification.settings import DeliverySettings, delivery_settings
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import notification as contracts
from shared.contracts.notification_terms import Outside, Robot
from shared.errors import Forbidden
from shared.identity.cipher import FieldCipher
from shared.ids import new_id
from shared.messaging import command, query
from shared.mongo import Unit
from shared.paging import after_moment, page
from shared.settings import KernelSettings, SettingsError

# Who looks after what goes outside.
OVERSEERS = (Role.ADMIN, Role.LIAISON)


class ChannelMethods(Base):
    """One's own e-mail address, the bureau's group robot, and deliveries."""

    sealer: ClassVar[Sealer]
    delivery: ClassVar[DeliverySettings] = DeliverySettings()

    @classmethod
    def configure(cls, settings: KernelSettings) -> None:
        """Take what this service needs of the settings, before anything starts. Raises: SettingsError."""
        if not settings.field_keys:
            raise SettingsError({"FIELD_KEYS": ["the notification service needs at least one field key"]})
        cls.sealer = Sealer(FieldCipher(settings.field_keys))
        cls.delivery = delivery_settings()

    @command(contracts.SetEmail)
    def set_email(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Where one's urgent items and bulletins are also sent, in the language of this request."""
        bureau, account = context.bureau, context.actor.account
        before = self._version(context, Outside.EMAIL, account)
        sealed = self.sealer.email(data["email"], bureau, account) if data["email"] else None
        made = channel_document(bureau, Outside.EMAIL, account, before + 1, sealed, locale=context.locale)
        self.deliveries_store.keep_channel(unit, made, before)
        return schemas.email_view(made)

    @command(contracts.MailPasswordLink)
    def mail_password_link(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Mail a link for a new password to the account that it is asked for; sealed until it is sent."""
        id_, bureau, account = new_id(), context.bureau, context.actor.account
        letter = {
            "email": sealed_document(self.sealer.email(data["email"], bureau, account)),
            "link": sealed_document(self.sealer.link(data["link"], bureau, id_)),
            "minutes": data["minutes"],
            "until": now() + timedelta(minutes=data["minutes"]),
            "locale": context.locale,
        }
        kept = {"_id": id_, "bureau": bureau, "kind": Kind.RESET_LINK.value, "account": account, "letter": letter}
        self.deliveries_store.letter(unit, kept)
        return {"id": id_}

    @query(contracts.EmailQuery)
    def email(self, data: Data, context: RequestContext) -> Data:
        """One's own address, masked unless it is asked for in full."""
        bureau, account = context.bureau, context.actor.account
        kept = self.deliveries_store.channel(bureau, Outside.EMAIL, account)
        view, sealed = schemas.email_view(kept), sealed_of(kept)
        if data["in_full"] and sealed is not None:
            view["email"] = self.sealer.open_email(sealed, bureau, account)
        return view

    @command(contracts.SetRobot)
    def set_robot(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """The bureau's one group robot. Raises: Forbidden, Invalid."""
        _require(context, Role.ADMIN)
        kind: Robot | None = data["kind"]
        outside.require_robot(kind, data["key"], data["secret"])
        before = self._version(context, Outside.ROBOT, "")
        sealed = self.sealer.robot(data["key"], data["secret"], context.bureau) if kind else None
        word = kind.value if kind else None
        made = channel_document(
            context.bureau, Outside.ROBOT, "", before + 1, sealed, locale=context.locale, robot=word
        )  # fmt: skip
        self.deliveries_store.keep_channel(unit, made, before)
        return schemas.robot_view(made)

    @query(contracts.RobotQuery)
    def robot(self, data: Data, context: RequestContext) -> Data:
        """The bureau's group robot, its key masked. Raises: Forbidden."""
        _require(context, Role.ADMIN)
        return schemas.robot_view(self.deliveries_store.channel(context.bureau, Outside.ROBOT))

    @query(contracts.DeliveriesQuery)
    def deliveries(self, data: Data, context: RequestContext) -> Data:
        """What was sent outside. Raises: Forbidden, Invalid for a bad cursor."""
        _require(context, *OVERSEERS)
        words = {name: data[name].value for name in ("state", "channel") if name in data}
        only = words | {name: data[name] for name in ("about",) if name in data}
        found = self.deliveries_store.page(context.bureau, only, after_moment(data), data["limit"] + 1)
        shown = page(found, data["limit"], lambda row: [row["created_at"].isoformat(), row["_id"]])
        return shown | {"items": [schemas.delivery_view(row) for row in shown["items"]]}

    def _version(self, context: RequestContext, by: Outside, account: str) -> int:
        """The stored version of a channel. Raises: VersionMismatch."""
        found = self.deliveries_store.channel(context.bureau, by, account)
        version = int(found["version"]) if found else 0
        context.require_version(version)
        return version


def _require(context: RequestContext, *roles: Role) -> None:
    if not context.actor.has(*roles):
        raise Forbidden("forbidden.role", roles=list(roles))
