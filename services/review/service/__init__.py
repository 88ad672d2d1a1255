"""The review service: load, decide, save."""

from services.review.service.deciding import DecidingMethods
from services.review.service.hearing import HearingMethods
from services.review.service.policies import PolicyMethods
from services.review.service.queries import QueryMethods
from services.review.service.schedule import ScheduleMethods
from services.review.service.words import WordMethods
from shared.messaging import RetellingMethods


class ReviewService(
    DecidingMethods, PolicyMethods, QueryMethods, WordMethods, ScheduleMethods, HearingMethods, RetellingMethods
):
    """Three levels of review, publication permits, and the assessment of golden ideas."""

    name = "review"
