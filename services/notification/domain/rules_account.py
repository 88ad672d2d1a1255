"""What the facts about an account's password, second factor and outside identity tell whom: the person, so that nobody
else changes them unnoticed, and of what one administrator does the others."""

from __future__ import annotations

from collections.abc import Mapping

from services.notification.domain.audiences import Scene, administrators, concerned, security
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts

ACCOUNT = "account"


def guardians_of_staff(scene: Scene) -> list[str]:
    """Who lifts locks, for an officer's account: somebody may be at it."""
    return security(scene) if scene.event.staff else []


PASSWORD_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.PasswordResetAsked: (Rule(Kind.RESET_ASKED, concerned, (), about=ACCOUNT),),
    facts.PasswordReset: (Rule(Kind.RESET_DONE, concerned, (), urgent=True, about=ACCOUNT),),
    facts.PasswordGiven: (
        Rule(Kind.PASSWORD_GIVEN, concerned, (), urgent=True, about=ACCOUNT),
        Rule(Kind.PASSWORD_GIVEN_BY, administrators, ("person",), about="account_of"),
    ),
    facts.SignedInAnew: (Rule(Kind.SIGNED_IN_ANEW, concerned, (), urgent=True, about=ACCOUNT),),
    facts.AccountLocked: (
        Rule(Kind.LOCKED, concerned, (), urgent=True, about=ACCOUNT),
        Rule(Kind.OFFICER_LOCKED, guardians_of_staff, ("person",), about="account_of"),
    ),
    facts.OutsideIdentityLinked: (
        Rule(Kind.IDENTITY_LINKED, concerned, (), urgent=True, about=ACCOUNT, actor_too=True),
    ),
    facts.OutsideIdentityUnlinked: (
        Rule(Kind.IDENTITY_UNLINKED, concerned, (), urgent=True, about=ACCOUNT, actor_too=True),
    ),
    facts.SecondFactorSet: (Rule(Kind.FACTOR_SET, concerned, (), about=ACCOUNT, actor_too=True),),
    facts.SecondFactorRemoved: (Rule(Kind.FACTOR_REMOVED, concerned, (), urgent=True, about=ACCOUNT, actor_too=True),),
    facts.SecurityKeyAdded: (Rule(Kind.KEY_ADDED, concerned, (), urgent=True, about=ACCOUNT, actor_too=True),),
    facts.SecurityKeyRemoved: (Rule(Kind.KEY_REMOVED, concerned, (), about=ACCOUNT, actor_too=True),),
    facts.SecurityKeyCopied: (Rule(Kind.KEY_COPIED, concerned, (), urgent=True, about=ACCOUNT, actor_too=True),),
    facts.SecondFactorReset: (
        Rule(Kind.FACTOR_RESET, concerned, (), urgent=True, about=ACCOUNT),
        Rule(Kind.FACTOR_RESET_BY, administrators, ("person",), about="account_of"),
    ),
}
