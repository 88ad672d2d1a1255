"""The notification service: load, decide, save."""

from services.notification.service.bulletins import BulletinMethods
from services.notification.service.channels import ChannelMethods
from services.notification.service.courier import Courier
from services.notification.service.inbox import InboxMethods
from services.notification.service.telling import TellingMethods


class NotificationService(TellingMethods, InboxMethods, BulletinMethods, ChannelMethods):
    """Tells people what the events of other services mean to them."""

    name = "notification"
    courier = Courier()
