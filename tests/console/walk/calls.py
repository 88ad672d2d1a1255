"""Calls for works. `{call}`: an open one to which all outlets are invited, and which some have answered."""

from __future__ import annotations

from tests.console.page import CONCERNED, OUTLET, STAFF, Page

PAGES = (
    Page("/calls"),
    Page("/calls?state=open&kind=campaign"),
    Page("/calls?mine=true"),
    Page("/calls?q=%E5%8F%8D%E8%AF%88&state=open"),
    Page("/calls?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA"),
    Page("/calls/results", STAFF),
    Page("/calls/results?period=2026", STAFF),
    Page("/calls/new", ("liaison",)),
    Page("/calls/{call}", CONCERNED),
    Page("/calls/{call}/edit", ("liaison",)),
    Page("/works/new?call={call}", (OUTLET,)),
)
