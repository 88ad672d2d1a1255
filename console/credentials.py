"""What security keys (WebAuthn) are asked and answer, through a page: static/keys.js has the browser ask them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from jingmei_client import Answer, Conflict


def options(ask: Callable[..., Answer], **of: Any) -> str | None:
    """What the page's script asks with, as JSON; None where the account has no key."""
    try:
        return json.dumps(ask(**of)["options"])
    except Conflict:
        return None


def read(text: str) -> Any:
    """What a key answered; an answer that is none for what is no JSON object, so that the API refuses it."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
