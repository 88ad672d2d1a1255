"""The bureau's rules by which publications need no liaison: adopted in versions, listed, read."""

from __future__ import annotations

from services.submission import schemas
from services.submission.domain import permissions
from services.submission.domain.self_verification import require_sound
from services.submission.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import submission as contracts
from shared.errors import NotFound
from shared.messaging import command, query
from shared.mongo import Unit
from shared.paging import after, page


class SelfVerifyingMethods(Base):
    """Each is a new version, for what is reported or corrected from then on."""

    @command(contracts.AdoptVerificationPolicy)
    def adopt_verification_policy(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A new version of the rules, by who acts for no outlet of the bureau: they say whose word counts unseen.

        Raises: Forbidden; Invalid for a closed account, and when they do not fit together.
        """
        permissions.require_keeper(context.actor, self.own(context))
        self.accounts.require_actor(unit, context.actor, Role.SCORING_MANAGER)
        self.outlets.require_apart(unit, context.bureau, context.actor.account)
        version = self.own_rules.current(context.bureau).version + 1
        made = require_sound(schemas.new_verification_policy(data, version, context.actor.account, now()))
        self.own_rules.add(unit, context.bureau, made)
        return schemas.verification_policy_view(made, version)

    @query(contracts.VerificationPoliciesQuery)
    def verification_policies(self, data: Data, context: RequestContext) -> Data:
        """The versions of the rules; the shipped one comes last."""
        permissions.require_staff(context.actor)
        (below,) = after(data, int) or [2**31]
        found = self.own_rules.versions(context.bureau, below, data["limit"])
        current = self.own_rules.current(context.bureau).version
        shown = page(found, data["limit"], lambda policy: [policy.version])
        return shown | {
            "items": [schemas.verification_policy_view(policy, current) for policy in shown["items"]],
            "may": ["adopt"] if permissions.keeps(context.actor, self.own(context)) else [],
        }

    @query(contracts.VerificationPolicyQuery)
    def verification_policy(self, data: Data, context: RequestContext) -> Data:
        """One version of the rules."""
        permissions.require_staff(context.actor)
        number = data["policy"]
        if not (number.isascii() and number.isdigit() and len(number) < 9):
            raise NotFound("verification.not_found")
        found = self.own_rules.version(context.bureau, int(number))
        current = self.own_rules.current(context.bureau).version
        return schemas.verification_policy_view(found, current)
