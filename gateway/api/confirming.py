"""What takes one's password or code again: a leader's signature, a look at personal data, at a screen that somebody may
have left. Who gave it a moment ago, also by signing in, is not asked for it once more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from flask import request

from gateway.accounts.factor_schemas import Confirmed
from gateway.current import asking, current
from gateway.http import reading
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.clock import now
from shared.errors import Forbidden

PROOF: Final = ("password", "code", "credential")


def confirmed(data: Data) -> Data:
    """What was sent, without password and code, which are those of who asks, or were given a moment ago.

    No service gets them, and no fingerprint of a request that is kept there is made of them.
    Raises: Forbidden when neither was given, Invalid at the one that is wrong, RateLimited.
    """
    who = asking()
    given = validation.load(Confirmed(), {name: value for name, value in data.items() if name in PROOF})
    fresh = who.proved_at is not None and now() < who.proved_at + lasts()
    if (given or not fresh) and not prove(given) and not fresh:
        if runtime().people.factors.wanted(who.bureau, who.account) == "code":
            raise Forbidden("auth.prove_by_code")
        raise Forbidden("auth.prove_by_password")
    rest = {name: value for name, value in data.items() if name not in PROOF}
    current().fingerprint = reading.fingerprint(request, rest)
    return rest


def prove(given: Data) -> bool:
    """Whether what the account takes was given; the session knows it then. Raises: Invalid, RateLimited."""
    who, people = asking(), runtime().people
    right = people.factors.prove(who.bureau, who.account, given, who.session)
    if right and who.session:
        people.sessions.proved(who.bureau, who.session)
    return right


def lasts() -> timedelta:
    """How long it is known who asks, from when they gave it."""
    return timedelta(minutes=runtime().settings.proof_minutes)


WITH_PROOF: Final[dict[str, Any]] = {"body": Confirmed(), "errors": (429,)}
