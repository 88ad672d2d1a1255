"""Where bureau and outlets meet."""

from __future__ import annotations

from tests.console.page import EVERYBODY, Page

READERS = ("liaison", "leader", "admin")
# `activity`: one that is announced to all outlets; `held`: one that was held, with all that came of it.
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
    Page("/activities/{held}", EVERYBODY),
    Page("/activities/{held}/outcomes", EVERYBODY),
    Page("/activities/{held}/sign-ups", READERS),
    Page("/activities/{held}/door", ("liaison",)),
    Page("/activities/{held}/walk-in", ("liaison",)),
    Page("/activities/{held}/walk-in?part=%E6%BB%A8", ("liaison",)),
    Page("/activities/{held}/walk-in?outlet={outlet}", ("liaison",)),
    Page("/activities/{held}/sign-ups?walk_in=true", READERS),
)
