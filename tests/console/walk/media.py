"""The media directory, for everybody who signs in to read. `{medium}`: an entry; `{record}`: of what was published
without approval."""

from __future__ import annotations

from tests.console.page import STAFF, Page

PAGES = (
    Page("/media", STAFF),
    Page("/media?q=日报&level=provincial", STAFF),
    Page("/media/{medium}", STAFF),
    Page("/unapproved", STAFF),
    Page("/unapproved/new", STAFF),
    Page("/unapproved/{record}", STAFF),
)
