"""Where bureau and outlets meet."""

from __future__ import annotations

from tests.console.page import EVERYBODY, Page

READERS = ("liaison", "leader", "admin")
# `activity`: one that invites all outlets.
PAGES = (
    Page("/activities"),
    Page("/activities?kind=open_day&state=announced"),
    Page("/activities/past"),
    Page("/activities?unanswered=true"),
    Page("/activities/today"),
    Page("/activities/suggested", READERS),
    Page("/activities/calendar"),
    Page("/activities/calendar?month=2026-10"),
    Page("/activities/new", ("liaison",)),
    Page("/activities/{activity}", EVERYBODY),
    Page("/activities/{activity}/outcomes", EVERYBODY),
    Page("/activities/{activity}/edit", ("liaison",)),
    Page("/activities/{activity}/sign-ups", READERS),
    Page("/activities/{activity}/door", ("liaison",)),
)
