"""The privacy notice (个人信息处理告知) and who agreed to it."""

from gateway.privacy.consents import Consents
from gateway.privacy.notice import NOTICE, Notice, notice

__all__ = ["NOTICE", "Consents", "Notice", "notice"]
