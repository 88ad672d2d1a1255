"""What everybody has, and what is for the public."""

from __future__ import annotations

from tests.console.page import CONCERNED, Page

PAGES = (
    Page("/"),
    Page("/account"),
    Page("/account/password"),
    Page("/account/second-factor"),
    Page("/account/outside"),
    Page("/account/security-keys"),
    Page("/inbox"),
    Page("/inbox?unread=true"),
    Page("/bulletins"),
    Page("/bulletins/{bulletin}", CONCERNED),
    Page("/sign-in", public=True),
    Page("/sign-in/outside", public=True, status=409),
    Page("/sign-in/outside/answer", public=True, status=400),
    Page("/sign-up", public=True),
    Page("/privacy", public=True),
    Page("/password/forgotten", public=True),
    Page("/password/reset?token=none", public=True),
    Page("/verify", public=True),
    Page("/verify/{permit}", public=True),
    Page("/verify/{certificate}", public=True),
    Page("/verify/{attendance}", public=True),
    Page("/verify/NO-SUCH-CODE", public=True, status=404),
    Page("/rankings", public=True),
    Page("/rankings/{bureau}/{period}", public=True),
)
