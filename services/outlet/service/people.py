"""Commands about channels, members and invitations."""

from __future__ import annotations

from services.outlet import schemas
from services.outlet.domain import Change, Outlet, channels, departures, members, permissions, vouching
from services.outlet.domain.model import Invitation
from services.outlet.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import outlet as contracts
from shared.errors import NotFound
from shared.identity.cipher import code_hash
from shared.messaging import command
from shared.mongo import Unit
from shared.people import require_person


class PeopleMethods(Base):
    """What an outlet publishes on, and who acts for it."""

    @command(contracts.AddChannel)
    def add_channel(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Add a channel."""
        new = schemas.channel(data)
        return self.change(unit, data, context, lambda outlet, at: channels.add(outlet, context.actor, new, at))

    @command(contracts.ChangeChannel)
    def change_channel(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Change a channel."""
        values = {name: data[name] for name in schemas.CHANNEL_FIELDS if name in data}
        return self.change(
            unit,
            data,
            context,
            lambda outlet, at: channels.change(outlet, context.actor, data["channel"], values, at),
        )

    @command(contracts.RemoveChannel)
    def remove_channel(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Remove a channel."""
        return self.change(
            unit, data, context, lambda outlet, at: channels.remove(outlet, context.actor, data["channel"], at)
        )

    @command(contracts.VerifyChannel)
    def verify_channel(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Verify a channel on evidence and set its level."""
        found = schemas.channel_evidence(data, context.actor.account, now())
        return self.change(
            unit,
            data,
            context,
            lambda outlet, at: vouching.verify(outlet, context.actor, data["channel"], found, at),
        )

    @command(contracts.UnverifyChannel)
    def unverify_channel(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take the verification of a channel back."""
        return self.change(
            unit,
            data,
            context,
            lambda outlet, at: vouching.unverify(outlet, context.actor, data["channel"], data["reason"], at),
        )

    @command(contracts.InviteMember)
    def invite(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Invite somebody; the code is asked for with `invitation_code`."""
        outlet = self.seen(data, context)
        new = self.sealer.invitation(outlet, data, context.actor.account, now())
        changed = self.changed(unit, data, context, lambda outlet, at: members.invite(outlet, context.actor, new, at))
        if "account" in data:  # who may not invite learns nothing about accounts
            require_person(self.accounts.find(context.bureau, data["account"]), "/account")
        return self._invitation(changed, new, context)

    @command(contracts.RevokeInvitation)
    def revoke_invitation(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take an invitation back."""
        outlet = self.seen(data, context)
        self.changed(
            unit, data, context, lambda outlet, at: members.revoke(outlet, context.actor, data["invitation"], at)
        )
        return self._invitation(outlet, members.find_invitation(outlet, data["invitation"]), context)

    @command(contracts.AcceptInvitation)
    def accept_invitation(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Join an outlet, by a code or by the ids of an invitation that names the account."""
        if "code" in data:
            hashed = code_hash(data["code"])
            outlet = self.outlets.by_invitation(context.bureau, hashed)
            if outlet is None:
                raise NotFound("invitation.not_found")
            id_ = next(invitation.id for invitation in outlet.invitations if invitation.code_hash == hashed)
        else:
            outlet, id_ = self.outlets.get(context.bureau, data["outlet"]), data["invitation"]
            if members.find_invitation(outlet, id_).account != context.actor.account:
                raise NotFound("invitation.not_found")
        change = members.accept(outlet, context.actor, id_, now())
        self.accounts.require_actor(unit, context.actor)
        changes = [change]
        if outlet.liaison == context.actor.account:
            changes.append(self._succeeded(unit, change.outlet, context))
        self.outlets.save(unit, outlet, *changes)
        return self.view(changes[-1].outlet, context)

    @command(contracts.ChangeMemberRole)
    def change_member_role(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Give a member another role."""
        return self.change(
            unit,
            data,
            context,
            lambda outlet, at: members.change_role(outlet, context.actor, data["account"], data["role"], at),
        )

    @command(contracts.RemoveMember)
    def remove_member(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Remove a member."""
        return self.change(
            unit, data, context, lambda outlet, at: members.remove(outlet, context.actor, data["account"], at)
        )

    @command(contracts.LeaveOutlet, parting=True)
    def leave(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Leave an outlet."""
        self.changed(unit, data, context, lambda outlet, at: members.leave(outlet, context.actor, at))
        return {"outlet": data["outlet"], "left": True}

    def _invitation(self, outlet: Outlet, invitation: Invitation, context: RequestContext) -> Data:
        inside = permissions.is_inside(context.actor, outlet)
        return schemas.invitation_view(outlet, invitation, inside=inside)

    def _succeeded(self, unit: Unit, outlet: Outlet, context: RequestContext) -> Change:
        """Who takes over from the liaison in charge, who has just joined; that one holds the role until the commit."""
        bureau, account = context.bureau, context.actor.account
        liaisons = self.accounts.holders(bureau, Role.LIAISON)
        loads = self.outlets.loads(bureau, [each.id for each in liaisons])
        change = departures.joined(outlet, account, liaisons, loads, now())
        if change.outlet.liaison:
            self.accounts.rely_on(unit, bureau, change.outlet.liaison, Role.LIAISON)
        return change
