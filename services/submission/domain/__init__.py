"""The rules of submissions (DOMAIN.md, section 2): plain functions from a state and a request to a `Change`."""

from services.submission.domain import (
    authorship,
    may,
    metrics,
    occupied,
    permissions,
    publications,
    reach,
    reprints,
    revocation,
    rulings,
    self_verification,
    tally,
    unapproved,
    verification,
    writing,
)
from services.submission.domain.aligned import Block, Reader
from services.submission.domain.comparison import Comparison, compare
from services.submission.domain.model import Approval, Change, Consent, Ruling, Side, Submission
from services.submission.domain.outlets import Channel, Outlet, outlet_of
from services.submission.domain.pieces import Piece
from services.submission.domain.publication import Correction, Publication, Reach, Version
from services.submission.domain.revision import Revision
from services.submission.domain.snapshot import Amendment, Snapshot
from services.submission.domain.states import Act
from services.submission.domain.unapproved import Statement, Unapproved

__all__ = [
    "Act",
    "Amendment",
    "Approval",
    "Block",
    "Change",
    "Channel",
    "Comparison",
    "Consent",
    "Correction",
    "Outlet",
    "Piece",
    "Publication",
    "Reach",
    "Reader",
    "Revision",
    "Ruling",
    "Side",
    "Snapshot",
    "Statement",
    "Submission",
    "Unapproved",
    "Version",
    "authorship",
    "compare",
    "may",
    "metrics",
    "occupied",
    "outlet_of",
    "permissions",
    "publications",
    "reach",
    "reprints",
    "revocation",
    "rulings",
    "self_verification",
    "tally",
    "unapproved",
    "verification",
    "writing",
]
