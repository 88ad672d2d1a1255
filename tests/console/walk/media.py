"""The media directory, for everybody who signs in to read. `{medium}`: an entry; `{record}`: of what was published
without approval."""

from __future__ import annotations

from tests.console.page import CONCERNED, EVERYBODY, STAFF, Page

# The directory is everybody's, and of the records an outlet sees its own.
READERS = EVERYBODY

PAGES = (
    Page("/media", READERS),
    Page("/media?q=日报&level=provincial", READERS),
    Page("/media/{medium}", READERS),
    Page("/unapproved", READERS),
    Page("/unapproved/new", STAFF),
    Page("/unapproved/{record}", CONCERNED),
)
