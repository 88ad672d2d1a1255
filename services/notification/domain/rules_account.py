"""What the facts about an account's password tell whom: the person, so that nobody else sets it unnoticed."""

from __future__ import annotations

from collections.abc import Mapping

from services.notification.domain.audiences import concerned
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts

ACCOUNT = "account"

PASSWORD_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.PasswordResetAsked: (Rule(Kind.RESET_ASKED, concerned, (), about=ACCOUNT),),
    facts.PasswordReset: (Rule(Kind.RESET_DONE, concerned, (), urgent=True, about=ACCOUNT),),
}
