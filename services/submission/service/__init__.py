"""The submission service: load, decide, save."""

from services.submission.service.hearing import HearingMethods
from services.submission.service.lists import ListMethods
from services.submission.service.media import MediaMethods
from services.submission.service.queries import QueryMethods
from services.submission.service.reports import ReportMethods
from services.submission.service.self_verifying import SelfVerifyingMethods
from services.submission.service.unapproved import UnapprovedMethods
from services.submission.service.verifying import VerifyingMethods
from services.submission.service.writing import WritingMethods
from shared.messaging import RetellingMethods


class SubmissionService(
    WritingMethods,
    ReportMethods,
    VerifyingMethods,
    SelfVerifyingMethods,
    UnapprovedMethods,
    MediaMethods,
    QueryMethods,
    ListMethods,
    HearingMethods,
    RetellingMethods,
):
    """Works and golden ideas: what outlets write and hand in, where it is published, how far it reaches."""

    name = "submission"
