"""Calls for works. `{call}`: an open one to which all outlets are invited, and which some have answered."""

from __future__ import annotations

from tests.console.page import EVERYBODY, OUTLET, STAFF, Page

PAGES = (
    Page("/calls"),
    Page("/calls?state=open&kind=campaign"),
    Page("/calls?mine=true"),
    Page("/calls/results", STAFF),
    Page("/calls/results?period=2026", STAFF),
    Page("/calls/new", ("liaison",)),
    Page("/calls/{call}", EVERYBODY),
    Page("/calls/{call}/edit", ("liaison",)),
    Page("/works/new?call={call}", (OUTLET,)),
)
