"""Inputs of the outlet service's commands about one outlet."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema
from marshmallow import fields as ma

from shared.contracts.fields import (
    Choice,
    FileId,
    Form,
    Name,
    Rule,
    Text,
    credit_code,
    email,
    identifier,
    note,
    phone,
    resident_id,
    several,
    url,
    whole,
)
from shared.contracts.outlet_terms import Category, Level, OutletRole, Platform

MAX_NAME = 60
MAX_REASON = 500
MAX_CONTACTS = 5
MAX_PROOFS = 20
MAX_CHANNELS = 100
MAX_FOLLOWERS = 10_000_000_000


class OnOutlet(Form):
    """Base of what is done to one outlet."""

    outlet = identifier(required=True, metadata=note("The outlet's id."))


class OperatorInput(Form):
    """The individual behind a self-media or influencer outlet."""

    name = Name(40, required=True)
    id_number = resident_id(required=True, metadata=note("GB 11643; stored encrypted, shown masked."))


class ContactInput(Form):
    """Somebody to call; the phone is stored encrypted and shown masked."""

    name = Name(40, required=True)
    phone = phone(required=True)
    email = email()


class ContactChange(Form):
    """A contact as it shall be: with the `id` of a present one, what is left out stays."""

    id = identifier()
    name = Name(40)
    phone = phone()
    email = email(allow_none=True)

    @validates_schema
    def _new_is_whole(self, data: dict[str, Any], **_: Any) -> None:
        if "id" not in data:
            missing = {name: [Rule("required")] for name in ("name", "phone") if name not in data}
            if missing:
                raise ValidationError(missing)


class ChannelInput(Form):
    """A publication channel (发布渠道). Its level is set by the liaison officer who verifies it."""

    platform = Choice(Platform, required=True)
    claimed_level = Choice(Level, metadata=note("What the outlet says of itself; for who verifies the channel."))
    account_name = Text(MAX_NAME, required=True)
    url = url(shortest=0, load_default="")
    followers = whole(0, MAX_FOLLOWERS, load_default=0)


class Evidence(Form):
    """Files, a note, or both, that somebody proves something with."""

    files = several(FileId(), 10, load_default=list, metadata=note("Ids of uploaded files, one's own."))
    note = Text(MAX_REASON, multiline=True, shortest=0, load_default="")

    @validates_schema
    def _something(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("files") and not data.get("note"):
            raise ValidationError(Rule("proof.empty"))


class Proof(Evidence):
    """Proof that an account belongs to the outlet, or a letter of authorisation."""

    channel = identifier(metadata=note("The channel that it proves; the channel is verified with the outlet."))
    level = Choice(Level, metadata=note("That channel's level. Self-media and influencers: left out, it is self."))

    @validates_schema
    def _of_a_channel(self, data: dict[str, Any], **_: Any) -> None:
        if "level" in data and "channel" not in data:
            raise ValidationError({"level": [Rule("proof.level_of_channel")]})


class RegisterOutlet(Form):
    """Ask for an outlet to be admitted. Organisations give a credit code, individuals an operator."""

    name = Name(MAX_NAME, shortest=2, required=True)
    category = Choice(Category, required=True)
    credit_code = credit_code(metadata=note("GB 32100; official media and departments must have one."))
    operator = ma.Nested(OperatorInput)
    contacts = several(ContactInput, MAX_CONTACTS, least=1, required=True)
    region = Text(MAX_NAME, required=True, metadata=note("Town, street or district, such as 浦沿."))
    channels = several(ChannelInput, MAX_CHANNELS, load_default=list)
    proofs = several(Evidence, MAX_PROOFS, load_default=list, metadata=note("What the verifying liaison is to see."))


class ChangeProfile(OnOutlet):
    """Change what is given and leave the rest. After verification only a liaison changes the identity
    (name, category, credit code, operator)."""

    name = Name(MAX_NAME, shortest=2)
    category = Choice(Category)
    credit_code = credit_code(allow_none=True)
    operator = ma.Nested(OperatorInput, allow_none=True)
    contacts = several(ContactChange, MAX_CONTACTS, least=1, metadata=note("The whole list as it shall be."))
    region = Text(MAX_NAME)

    @validates_schema
    def _something(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) < 2:
            raise ValidationError(Rule("nothing_to_change"))


class ResubmitOutlet(OnOutlet):
    """Send a rejected registration again, corrected; new proofs take the place of the earlier ones."""

    proofs = several(Evidence, MAX_PROOFS, load_default=list, metadata=note("What the verifying liaison is to see."))
    note = Text(MAX_REASON, multiline=True, load_default="", shortest=0)


class VerifyOutlet(OnOutlet):
    """Verify a pending outlet on evidence. Official media: a licence number. Departments: a licence number or
    a proof. Self-media and influencers: a proof for a channel. Valid for one year (Asia/Shanghai days)."""

    licence_number = Text(60, metadata=note("Publication, broadcasting or internet news licence."))
    proofs = several(Proof, MAX_PROOFS, load_default=list)
    note = Text(MAX_REASON, multiline=True, shortest=0, load_default="")


class ReverifyOutlet(VerifyOutlet):
    """Renew the yearly verification; an outlet suspended because it lapsed is reinstated by this."""


class _WithReason(OnOutlet):
    reason = Text(MAX_REASON, multiline=True, required=True)


class RejectOutlet(_WithReason):
    """Refuse a registration, with a reason that the outlet can act on."""


class SuspendOutlet(_WithReason):
    """Suspend a verified outlet: it may not submit for now."""


class ReinstateOutlet(_WithReason):
    """End a suspension (not one for a lapsed verification: verify again)."""


class CloseOutlet(_WithReason):
    """Close an outlet from any state, for good."""


class AssignLiaison(OnOutlet):
    """Put a liaison officer in charge: an open account with the role that does not belong to the outlet."""

    liaison = identifier(required=True, metadata=note("Account of the liaison officer."))


class AddChannel(OnOutlet, ChannelInput):
    """Add a channel."""


class ChangeChannel(OnOutlet):
    """Change what is given of a channel. Another platform, account name or URL ends its verification."""

    channel = identifier(required=True)
    platform = Choice(Platform)
    claimed_level = Choice(Level, allow_none=True)
    account_name = Text(MAX_NAME)
    url = url(shortest=0)
    followers = whole(0, MAX_FOLLOWERS)

    @validates_schema
    def _something(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) < 3:
            raise ValidationError(Rule("nothing_to_change"))


class RemoveChannel(OnOutlet):
    """Remove a channel."""

    channel = identifier(required=True)


class VerifyChannel(OnOutlet):
    """Verify on evidence (files, a note, or both) that a channel is the outlet's, and set its level. Verifying it
    again replaces level and evidence."""

    channel = identifier(required=True)
    level = Choice(Level, required=True)
    files = several(
        FileId(), 10, load_default=list, metadata=note("Ids of uploaded files, one's own or sent along by the outlet.")
    )
    note = Text(MAX_REASON, multiline=True, shortest=0, load_default="")

    @validates_schema
    def _something(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("files") and not data.get("note"):
            raise ValidationError({"note": [Rule("proof.empty")]})


class UnverifyChannel(OnOutlet):
    """Take the verification of a channel back, with a reason that the outlet can act on."""

    channel = identifier(required=True)
    reason = Text(MAX_REASON, multiline=True, required=True)


class InviteMember(OnOutlet):
    """Invite somebody for 14 days. With an `account`, only that account can accept."""

    role = Choice(OutletRole, required=True)
    account = identifier(metadata=note("The invited account, if it is known."))
    note = Text(200, shortest=0, load_default="")


class RevokeInvitation(OnOutlet):
    """Take an invitation back."""

    invitation = identifier(required=True)


class AcceptInvitation(Form):
    """Accept by the code, or by the ids when the invitation names one's account."""

    code = Text(64)
    outlet = identifier()
    invitation = identifier()

    @validates_schema
    def _one_way(self, data: dict[str, Any], **_: Any) -> None:
        if set(data) not in ({"code"}, {"outlet", "invitation"}):
            raise ValidationError(Rule("invitation.code_or_ids"))


class ChangeMemberRole(OnOutlet):
    """Give a member another role; the last owner stays owner."""

    account = identifier(required=True)
    role = Choice(OutletRole, required=True)


class RemoveMember(OnOutlet):
    """Remove a member; not the last owner."""

    account = identifier(required=True)


class LeaveOutlet(OnOutlet):
    """Leave an outlet; not as its last owner."""
