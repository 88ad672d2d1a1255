"""What the facts about an account's password and second factor tell whom: the person, so that nobody else changes them
unnoticed, and of what one administrator does the others."""

from __future__ import annotations

from collections.abc import Mapping

from services.notification.domain.audiences import administrators, concerned
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts

ACCOUNT = "account"

PASSWORD_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.PasswordResetAsked: (Rule(Kind.RESET_ASKED, concerned, (), about=ACCOUNT),),
    facts.PasswordReset: (Rule(Kind.RESET_DONE, concerned, (), urgent=True, about=ACCOUNT),),
    facts.SecondFactorSet: (Rule(Kind.FACTOR_SET, concerned, (), about=ACCOUNT, actor_too=True),),
    facts.SecondFactorRemoved: (Rule(Kind.FACTOR_REMOVED, concerned, (), urgent=True, about=ACCOUNT, actor_too=True),),
    facts.SecondFactorReset: (
        Rule(Kind.FACTOR_RESET, concerned, (), urgent=True, about=ACCOUNT),
        Rule(Kind.FACTOR_RESET_BY, administrators, ("person",), about="account_of"),
    ),
}
