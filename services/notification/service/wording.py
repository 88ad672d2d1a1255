"""What a delivery says and where it goes, or that nobody wants it any more."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from services.notification.domain import Kind, addresses, outside
from services.notification.domain.bulletins import Bulletin
from services.notification.domain.outside import Message
from services.notification.rendering import cut_mark, render
from services.notification.repository import Bulletins, Deliveries, Inbox, Outlets, Reader, sealed_of
from services.notification.sealing import Sealer
from services.notification.settings import DeliverySettings
from shared.clock import now
from shared.contracts.notification_terms import BulletinState, Outside, Robot
from shared.identity.sealed import Sealed
from shared.mongo.account_replica import AccountReplica

Data = dict[str, Any]
EXPIRED = "the link had expired"
UNCONFIGURED = "no mail server is configured (MAIL_URL)"


class Unsendable(Exception):
    """A delivery that cannot be tried as things are; says why."""


class Unwanted(Exception):
    """A delivery that is not to be made any more; says why."""


class Wording:
    """Reads the channel, the bulletin and whom the item reaches as they are at the moment of sending."""

    def __init__(self, db: Any, sealer: Sealer, settings: DeliverySettings) -> None:
        self._store, self._bulletins, self._inbox, self._outlets = Deliveries(db), Bulletins(db), Inbox(db), Outlets(db)
        self._accounts = AccountReplica(db)
        self._sealer, self._settings = sealer, settings

    def message(self, delivery: Data) -> tuple[Message, list[str]] | None:
        """The message and the secrets in it; None when it is wanted no more.

        Raises: Unwanted for a closed account, Unsendable, Unsealable.
        """
        by, bureau, account = Outside(delivery["channel"]), delivery["bureau"], delivery["account"]
        if self._accounts.closed(bureau, [account]):
            raise Unwanted(outside.CLOSED)
        if "letter" in delivery:
            return self._letter(delivery)
        channel = self._store.channel(bureau, by, account)
        sealed = sealed_of(channel)
        if channel is None or sealed is None:
            return None
        if by is Outside.EMAIL and not self._reached(delivery):
            return None
        bulletin = self._bulletin(delivery)
        if bulletin is not None and bulletin.state is BulletinState.RECALLED:
            return None
        texts = render(channel["locale"], delivery["kind"], delivery["params"])
        body = bulletin.body if bulletin is not None else texts.body
        title, more = outside.one_line(texts.title), cut_mark(channel["locale"])
        if by is Outside.EMAIL:
            url, secrets = self._mail(sealed, bureau, account)
            title, body = outside.for_mail(title, body, more)
            return Message(url, title, body, to=secrets[0], mark=outside.mail_mark(delivery["_id"])), secrets
        robot = Robot(channel["robot"])
        url, secrets = self._robot(sealed, bureau, robot)
        title, body = outside.for_group(robot, title, body, more)
        return Message(url, title, body, robot=True), secrets

    def _letter(self, delivery: Data) -> tuple[Message, list[str]]:
        """A link that is good for minutes: past them nobody wants it."""
        letter, bureau = delivery["letter"], delivery["bureau"]
        if letter["until"] <= now():
            raise Unwanted(EXPIRED)
        url, secrets = self._mail(Sealed(**letter["email"]), bureau, delivery["account"])
        link = self._sealer.open_link(Sealed(**letter["link"]), bureau, delivery["_id"])
        texts = render(letter["locale"], delivery["kind"], {"link": link, "minutes": letter["minutes"]})
        title, mark = outside.one_line(texts.title), outside.mail_mark(delivery["_id"])
        return Message(url, title, texts.body, to=secrets[0], mark=mark), [*secrets, link]

    def _reached(self, delivery: Data) -> bool:
        """Whether the item is still in the account's inbox: attempts take hours, and who left an outlet meanwhile
        may not read what was sent to it."""
        bureau, account = delivery["bureau"], delivery["account"]
        # What is addressed to a role is not mailed.
        reader = Reader(bureau, account, addresses(account, (), self._outlets.of(bureau, account)))
        return self._inbox.find(reader, delivery["item"]) is not None

    def _bulletin(self, delivery: Data) -> Bulletin | None:
        """The bulletin that a delivery carries, when it carries one's text."""
        if delivery["kind"] != Kind.BULLETIN_PUBLISHED:
            return None
        return self._bulletins.get(delivery["bureau"], delivery["about"])

    def _mail(self, sealed: Sealed, bureau: str, account: str) -> tuple[str, list[str]]:
        if not self._settings.mail_url:
            raise Unsendable(UNCONFIGURED)
        address = self._sealer.open_email(sealed, bureau, account)
        server = urlsplit(self._settings.mail_url)
        secrets = [address, unquote(server.password or ""), server.password or ""]
        return outside.mail_url(self._settings.mail_url, address), secrets

    def _robot(self, sealed: Sealed, bureau: str, kind: Robot) -> tuple[str, list[str]]:
        key, secret = self._sealer.open_robot(sealed, bureau)
        if self._settings.robot_test_url:
            # For tests: the same message to a server on this machine.
            return self._settings.robot_test_url.replace("http://", "json://", 1), [key, secret]
        return outside.robot_url(kind, key, secret), [key, secret]
