"""What the outlet service answers about outlets."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import note
from shared.contracts.outlet_terms import Category, Level, OutletRole, Platform, ReasonCode, Status


class ChannelVerificationView(Schema):
    """Who verified a channel, on which evidence."""

    by = ma.String(required=True, metadata=note("Account; empty for what held before channels were verified."))
    at = ma.AwareDateTime(required=True)
    level = ma.Enum(Level, by_value=True, required=True)
    files = ma.List(ma.String(), required=True)
    note = ma.String(required=True)


class ChannelView(Schema):
    """A publication channel."""

    id = ma.String(required=True)
    platform = ma.Enum(Platform, by_value=True, required=True)
    level = ma.Enum(
        Level, by_value=True, required=True, allow_none=True, metadata=note("Null until the channel is verified.")
    )
    claimed_level = ma.Enum(Level, by_value=True, required=True, allow_none=True)
    verified = ma.Boolean(required=True)
    verification = ma.Nested(ChannelVerificationView, required=True, allow_none=True)
    account_name = ma.String(required=True)
    url = ma.String(required=True)
    followers = ma.Integer(required=True)


class ContactView(Schema):
    """A contact, masked."""

    id = ma.String(required=True)
    name = ma.String(required=True)
    phone = ma.String(required=True, metadata=note("Such as 139****1887."))
    email = ma.String(required=True, metadata=note("Such as w***@example.com, or empty."))


class OperatorView(Schema):
    """The individual behind an outlet, masked."""

    name = ma.String(required=True)
    id_number = ma.String(required=True, metadata=note("Such as 3301**********1234."))


class MemberView(Schema):
    """An account that acts for the outlet."""

    account = ma.String(required=True)
    name = ma.String(required=True)
    role = ma.Enum(OutletRole, by_value=True, required=True)
    joined_at = ma.AwareDateTime(required=True)
    closed = ma.Boolean(required=True, metadata=note("The account is closed: it no longer acts."))


class ProofView(Schema):
    """One proof of a verification or a registration."""

    channel = ma.String(required=True)
    level = ma.Enum(Level, by_value=True, required=True, allow_none=True)
    files = ma.List(ma.String(), required=True)
    note = ma.String(required=True)


class VerificationView(Schema):
    """The verification in force."""

    by = ma.String(required=True)
    on = ma.Date(required=True)
    until = ma.Date(required=True, metadata=note("Last day on which it holds (Asia/Shanghai)."))
    licence_number = ma.String(required=True)
    proofs = ma.List(ma.Nested(ProofView), required=True)
    note = ma.String(required=True)


class OutletSummary(Schema):
    """An outlet in a list."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    name = ma.String(required=True)
    category = ma.Enum(Category, by_value=True, required=True)
    status = ma.Enum(Status, by_value=True, required=True)
    region = ma.String(required=True)
    liaison = ma.String(required=True)
    platforms = ma.List(ma.Enum(Platform, by_value=True), required=True)
    verified_until = ma.Date(required=True, allow_none=True)
    created_at = ma.AwareDateTime(required=True)


class AlikeOutlet(Schema):
    """Another open outlet that says the same number, or numbers."""

    id = ma.String(required=True)
    name = ma.String(required=True)
    status = ma.Enum(Status, by_value=True, required=True)
    credit_code = ma.Boolean(required=True, metadata=note("The same credit code."))
    operator = ma.Boolean(required=True, metadata=note("The same operator, by the identity number."))


class OutletView(Schema):
    """An outlet, personal data masked."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    name = ma.String(required=True)
    category = ma.Enum(Category, by_value=True, required=True)
    status = ma.Enum(Status, by_value=True, required=True)
    reason_code = ma.Enum(ReasonCode, by_value=True, required=True, allow_none=True)
    reason = ma.String(required=True, metadata=note("Why it is rejected, suspended or closed."))
    credit_code = ma.String(required=True)
    operator = ma.Nested(OperatorView, required=True, allow_none=True)
    contacts = ma.List(ma.Nested(ContactView), required=True)
    region = ma.String(required=True)
    liaison = ma.String(required=True, metadata=note("Account of the liaison officer, or empty."))
    liaison_name = ma.String(required=True, metadata=note("Who that is; empty when nobody is, or it is not known yet."))
    left_by = ma.String(required=True, metadata=note("The liaison officer who left, while nobody has taken over."))
    proofs = ma.List(ma.Nested(ProofView), required=True, metadata=note("What the applicant sent along."))
    channels = ma.List(ma.Nested(ChannelView), required=True)
    members = ma.List(ma.Nested(MemberView), required=True)
    alike = ma.List(
        ma.Nested(AlikeOutlet), required=True, metadata=note("Others of its numbers, 20 at most; for staff.")
    )
    verification = ma.Nested(VerificationView, required=True, allow_none=True)
    verified_until = ma.Date(required=True, allow_none=True)
    created_at = ma.AwareDateTime(required=True)
    updated_at = ma.AwareDateTime(required=True)
    may = ma.List(
        ma.String(), required=True, metadata=note("What the caller may do to it now, by the names of the commands.")
    )


class OutletFile(Schema):
    """A file that proves something, by its id."""

    file = ma.String(required=True)


class OutletCounts(Schema):
    """How many outlets wait for somebody, each number that of the list with the filter of its name."""

    by_status = ma.Dict(
        keys=ma.Enum(Status, by_value=True), values=ma.Integer(), required=True, metadata=note("Every state.")
    )
    reverification_due = ma.Integer(required=True)
    without_liaison = ma.Integer(required=True)
    mine = ma.Integer(required=True, metadata=note("Of these, verified or not, the caller is the liaison."))


class OutletName(Schema):
    """What an outlet is called, and nothing else of it."""

    id = ma.String(required=True)
    name = ma.String(required=True)


class OutletNames(Schema):
    """Those that are called so, the ten first by name; `more`: there are others."""

    items = ma.List(ma.Nested(OutletName), required=True)
    more = ma.Boolean(required=True)


class OutletPage(Schema):
    """A page of outlets."""

    items = ma.List(ma.Nested(OutletSummary), required=True)
    next = ma.String(required=True, allow_none=True)


class WaitingChannels(Schema):
    """An outlet and its channels that wait to be verified."""

    id = ma.String(required=True, metadata=note("The outlet's id."))
    version = ma.Integer(required=True)
    name = ma.String(required=True)
    category = ma.Enum(Category, by_value=True, required=True)
    status = ma.Enum(Status, by_value=True, required=True)
    channels = ma.List(ma.Nested(ChannelView), required=True)


class ChannelQueuePage(Schema):
    """A page of outlets whose channels wait."""

    items = ma.List(ma.Nested(WaitingChannels), required=True)
    next = ma.String(required=True, allow_none=True)


class MyOutlet(OutletSummary):
    """One of one's own outlets and one's role in it."""

    role = ma.Enum(OutletRole, by_value=True, required=True)


class MyOutletPage(Schema):
    """A page of one's own outlets."""

    items = ma.List(ma.Nested(MyOutlet), required=True)
    next = ma.String(required=True, allow_none=True)


class HistoryEntry(Schema):
    """One change: who, when, what, why."""

    version = ma.Integer(required=True, metadata=note("The outlet's version after the change."))
    what = ma.String(required=True, metadata=note("Name of the event, such as OutletVerified."))
    by = ma.String(required=True, metadata=note("Account, or empty for the system itself."))
    at = ma.AwareDateTime(required=True)
    status = ma.Enum(Status, by_value=True, required=True)
    reason = ma.String(required=True)
    details = ma.Dict(keys=ma.String(), required=True)


class HistoryPage(Schema):
    """A page of an outlet's history."""

    items = ma.List(ma.Nested(HistoryEntry), required=True)
    next = ma.String(required=True, allow_none=True)


class InvitationView(Schema):
    """An invitation; its code is asked for separately."""

    id = ma.String(required=True)
    outlet = ma.String(required=True)
    role = ma.Enum(OutletRole, by_value=True, required=True)
    account = ma.String(required=True)
    note = ma.String(required=True)
    by = ma.String(required=True)
    created_at = ma.AwareDateTime(required=True)
    expires_at = ma.AwareDateTime(required=True)


class InvitationList(Schema):
    """All open invitations of an outlet; `next` is always null."""

    items = ma.List(ma.Nested(InvitationView), required=True)
    next = ma.String(required=True, allow_none=True)


class InvitationCodeView(Schema):
    """The secret that lets its holder join."""

    invitation = ma.String(required=True)
    code = ma.String(required=True)
    expires_at = ma.AwareDateTime(required=True)


class LeftView(Schema):
    """What is left to say to somebody who has left."""

    outlet = ma.String(required=True)
    left = ma.Boolean(required=True)
