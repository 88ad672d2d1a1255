"""Inputs of the outlet service's queries about outlets."""

from __future__ import annotations

from shared.contracts.fields import Choice, Form, Text, TrueFalse, cursor, identifier, limit, note
from shared.contracts.outlet.commands import MAX_NAME, OnOutlet
from shared.contracts.outlet_terms import Category, Platform, Sort, Status
from shared.contracts.sought import Sought

MAX_QUEUE_PAGE = 50


class OutletQuery(OnOutlet):
    """One outlet."""


class OutletFileQuery(OnOutlet):
    """Whether a file is one that an outlet sent along, or to the bureau also one that it was verified on."""

    file = identifier(required=True)


class OutletFilter(Form):
    """Which outlets; filters are combined, and what is false does not filter."""

    status = Choice(Status)
    category = Choice(Category)
    region = Text(MAX_NAME)
    liaison = identifier()
    platform = Choice(Platform)
    q = Sought(MAX_NAME, metadata=note("名称的任一部分 / Any part of the name, in any letter case, width and script."))
    mine = TrueFalse(metadata=note("Those that the account that asks is the liaison of."))
    without_liaison = TrueFalse(metadata=note("Those that are not closed and have no liaison."))
    reverification_due = TrueFalse(metadata=note("Those that are verified, and for 30 more days at most."))


class SearchOutlets(OutletFilter):
    """Outlets of the bureau, newest first or by name."""

    sort = Choice(Sort, load_default=Sort.NEWEST)
    cursor = cursor()
    limit = limit()


class CalledOutlets(Form):
    """Verified outlets by a part of their name, for somebody who wants to name one as a co-author."""

    q = Sought(
        MAX_NAME,
        shortest=2,
        required=True,
        metadata=note("名称的任一部分，至少两个字符 / Any part of it."),
    )


class OutletCountsQuery(Form):
    """How many outlets wait for somebody."""


class LeftOutlets(Form):
    """Outlets whose liaison officer left and that nobody has taken over, newest first."""

    cursor = cursor()
    limit = limit()


class MyOutlets(Form):
    """The outlets that one's own account belongs to, newest first."""

    cursor = cursor()
    limit = limit()


class HistoryQuery(OnOutlet):
    """What happened to an outlet, newest first."""

    cursor = cursor()
    limit = limit()


class ChannelQueue(Form):
    """Outlets with channels that wait to be verified, those registered first first; `limit` counts outlets."""

    cursor = cursor()
    limit = limit(MAX_QUEUE_PAGE)


class InvitationsQuery(OnOutlet):
    """The open invitations of an outlet (at most 50; expired ones are shown until they are replaced)."""


class InvitationCodeQuery(OnOutlet):
    """The code of an open invitation, to be sent to whom it is for. Its use is audited."""

    invitation = identifier(required=True)


class RevealQuery(OnOutlet):
    """Phones, e-mail addresses and identity number in full. Its use is audited."""
