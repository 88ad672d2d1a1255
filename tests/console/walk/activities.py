"""Where bureau and outlets meet."""

from __future__ import annotations

from tests.console.page import CONCERNED, Page

READERS = ("liaison", "leader")
# `activity`: one that is announced to all outlets; `held`: one that was held, with all that came of it.
PAGES = (
    Page("/activities"),
    Page("/activities?kind=open_day&state=announced"),
    Page("/activities/past"),
    Page("/activities?q=%E5%BC%80%E6%94%BE%E6%97%A5&kind=open_day"),
    Page("/activities?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA"),
    Page("/activities/past?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA"),
    Page("/activities?unanswered=true"),
    Page("/activities/today"),
    Page("/activities/suggested", READERS),
    Page("/activities/calendar"),
    Page("/activities/calendar?month=2026-10"),
    Page("/activities/new", ("liaison",)),
    Page("/activities/{activity}", CONCERNED),
    Page("/activities/{activity}/outcomes", CONCERNED),
    Page("/activities/{activity}/edit", ("liaison",)),
    Page("/activities/{activity}/sign-ups", READERS),
    Page("/activities/{held}", CONCERNED),
    Page("/activities/{held}/outcomes", CONCERNED),
    Page("/activities/{held}/sign-ups", READERS),
    Page("/activities/{held}/door", ("liaison",)),
    Page("/activities/{held}/walk-in", ("liaison",)),
    Page("/activities/{held}/walk-in?part=%E6%BB%A8", ("liaison",)),
    Page("/activities/{held}/walk-in?outlet={outlet}", ("liaison",)),
    Page("/activities/{held}/sign-ups?walk_in=true", READERS),
)
