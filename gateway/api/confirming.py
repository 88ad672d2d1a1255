"""What takes one's password again: a step that cannot be taken back, at a screen that somebody may have left."""

from __future__ import annotations

from flask import request

from gateway.accounts.schemas import Confirmed
from gateway.current import asking, current
from gateway.http import reading
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation


def confirmed(data: Data) -> Data:
    """What was sent, without the password, which is that of who asks.

    No service gets it, and no fingerprint of a request that is kept there is made of it.
    Raises: Invalid at /password, RateLimited.
    """
    who, now = asking(), current()
    given = validation.load(Confirmed(), {name: value for name, value in data.items() if name == "password"})
    runtime().people.confirm(who.bureau, who.account, given["password"])
    rest = {name: value for name, value in data.items() if name != "password"}
    now.fingerprint = reading.fingerprint(request, rest)
    return rest
