"""What outlets ask of the bureau, and how the bureau works on it."""

from __future__ import annotations

from tests.console.page import CONCERNED, EVERYBODY, OUTLET, STAFF, Page

READERS = ("liaison", "leader", "reviewer_first", "reviewer_second", "reviewer_final")  # some are of a unit
KEEPER = ("leader", *(role for role in STAFF if role != "leader"))
# Of the outlet of whoever looks: `request` waits, `answered` is to be rated; `case` is one of rights protection.
PAGES = (
    Page("/requests", CONCERNED),
    Page("/requests?open=true", ("liaison", *CONCERNED)),
    Page("/requests?all=true", (*STAFF, OUTLET)),
    Page("/requests?state=closed&kind=expert", ("leader", *CONCERNED)),
    Page("/requests?q=%E7%94%BB%E9%9D%A2&kind=material", CONCERNED),
    Page("/requests?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA", CONCERNED),
    Page("/requests/cases?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA", ("liaison", *EVERYBODY)),
    Page("/requests/cases", ("liaison", *EVERYBODY)),
    Page("/requests/new", (OUTLET,)),
    Page("/requests/{request}", (*READERS, OUTLET)),
    Page("/requests/{answered}", (OUTLET, *READERS)),
    Page("/requests/{case}", ("liaison", OUTLET)),
    Page("/request-desk/units", KEEPER),
    Page("/request-desk/times", KEEPER),
    Page("/request-desk/officers", ("leader", "liaison")),
)
