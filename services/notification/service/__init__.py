"""The notification service: load, decide, save."""

from services.notification.service.courier import Courier
from services.notification.service.inbox import InboxMethods
from services.notification.service.telling import TellingMethods
from services.notification.service.waiting import WaitingMethods
from shared.messaging import RetellingMethods


class NotificationService(TellingMethods, InboxMethods, WaitingMethods, RetellingMethods):
    """Tells people what the events of other services mean to them."""

    name = "notification"
    courier = Courier()
