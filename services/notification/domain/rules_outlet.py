"""What the facts about outlets tell whom."""

from __future__ import annotations

from collections.abc import Mapping

from services.notification.domain.audiences import (
    administrators,
    concerned,
    desk,
    desk_if_ownerless,
    importer,
    in_charge,
    members,
    other_owners,
    outlet_and,
    owners,
    owners_and,
    waiting_desk,
)
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts

REASON = ("outlet", "reason")
UNTIL = ("outlet", "verified_until")
CHANNEL = ("outlet", "platform", "channel")
LEVELLED = (*CHANNEL, "level")
UNVERIFIED = (*CHANNEL, "reason")
ROLE = ("outlet", "role")
INVITED = ("outlet", "role", "expires_at")
COUNTS = ("file_name", "accepted", "unchanged", "refused")

# The first rule that reaches an address speaks to it: the more personal one stands first.
OUTLET_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.OutletRegistered: (Rule(Kind.OUTLET_REGISTERED, waiting_desk, ("outlet", "category")),),
    facts.OutletResubmitted: (Rule(Kind.OUTLET_RESUBMITTED, desk, ("outlet", "category")),),
    facts.OutletVerified: (Rule(Kind.OUTLET_VERIFIED, outlet_and(in_charge), UNTIL),),
    facts.OutletReverified: (Rule(Kind.OUTLET_REVERIFIED, outlet_and(in_charge), UNTIL),),
    facts.OutletReverificationDue: (Rule(Kind.REVERIFICATION_DUE, owners_and(desk), ("outlet", "due"), urgent=True),),
    facts.OutletRejected: (Rule(Kind.OUTLET_REJECTED, outlet_and(in_charge), REASON),),
    facts.OutletSuspended: (Rule(Kind.OUTLET_SUSPENDED, outlet_and(in_charge), REASON, urgent=True),),
    facts.OutletReinstated: (Rule(Kind.OUTLET_REINSTATED, outlet_and(in_charge)),),
    facts.OutletClosed: (Rule(Kind.OUTLET_CLOSED, outlet_and(desk), REASON),),
    facts.OutletProfileChanged: (Rule(Kind.PROFILE_CHANGED, owners_and(in_charge), ("outlet", "changed")),),
    facts.OutletContactsErased: (),
    facts.OutletRetold: (),
    facts.LiaisonAssigned: (
        Rule(Kind.OUTLET_ASSIGNED, in_charge),
        Rule(Kind.LIAISON_CHANGED, members),
    ),
    facts.LiaisonLeft: (Rule(Kind.LIAISON_LEFT, administrators, urgent=True),),
    facts.ChannelAdded: (Rule(Kind.CHANNEL_ADDED, outlet_and(in_charge), CHANNEL),),
    facts.ChannelChanged: (Rule(Kind.CHANNEL_CHANGED, outlet_and(in_charge), CHANNEL),),
    facts.ChannelRemoved: (Rule(Kind.CHANNEL_REMOVED, outlet_and(in_charge), CHANNEL),),
    facts.ChannelVerified: (Rule(Kind.CHANNEL_VERIFIED, outlet_and(in_charge), LEVELLED),),
    # The desk: somebody has to look at it again.
    facts.ChannelUnverified: (Rule(Kind.CHANNEL_UNVERIFIED, outlet_and(desk), UNVERIFIED),),
    facts.MemberInvited: (
        Rule(Kind.INVITATION_RECEIVED, concerned, INVITED, about="invitation"),
        Rule(Kind.MEMBER_INVITED, owners, INVITED),
    ),
    facts.InvitationRevoked: (Rule(Kind.INVITATION_REVOKED, concerned, about="invitation"),),
    facts.MemberJoined: (
        Rule(Kind.MEMBERSHIP_GRANTED, concerned, ROLE),
        Rule(Kind.MEMBER_JOINED, owners, ROLE),
    ),
    facts.MemberRoleChanged: (
        Rule(Kind.MEMBERSHIP_CHANGED, concerned, ROLE),
        Rule(Kind.MEMBER_ROLE_CHANGED, owners, ROLE),
    ),
    facts.MemberRemoved: (
        Rule(Kind.MEMBERSHIP_ENDED, concerned),
        Rule(Kind.MEMBER_REMOVED, owners),
    ),
    facts.MemberAccountClosed: (
        Rule(Kind.OWNERS_LEFT, desk_if_ownerless, urgent=True),
        Rule(Kind.MEMBER_ACCOUNT_CLOSED, other_owners),
    ),
    facts.MemberAccountReopened: (Rule(Kind.MEMBER_ACCOUNT_REOPENED, other_owners),),
    facts.OutletsImported: (Rule(Kind.IMPORT_FINISHED, importer, COUNTS, about="import", actor_too=True),),
}
