"""The only users of pymongo in this service."""

from services.submission.repository.calls import Calls
from services.submission.repository.claims import Claims
from services.submission.repository.filters import Filter
from services.submission.repository.material import Material, Released
from services.submission.repository.media import Media, Sought
from services.submission.repository.outlets import Outlets
from services.submission.repository.reports import Reports
from services.submission.repository.statistics import Statistics
from services.submission.repository.submissions import Submissions
from services.submission.repository.topics import Topics
from services.submission.repository.unapproved import Records
from services.submission.repository.verification_policies import VerificationPolicies

__all__ = [
    "Calls",
    "Claims",
    "Filter",
    "Material",
    "Media",
    "Outlets",
    "Records",
    "Released",
    "Reports",
    "Sought",
    "Statistics",
    "Submissions",
    "Topics",
    "VerificationPolicies",
]
