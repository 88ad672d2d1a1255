"""What people of outlets have: works, publications, points, the outlet itself."""

from __future__ import annotations

from tests.console.page import CONCERNED, EVERYBODY, OUTLET, Page

# `work`: a published work of the outlet of whoever looks, `mended`: one that was handed in with its second revision,
# `draft`: a draft of it, `publication`: one of `work`, `own_outlet`: the outlet.
PAGES = (
    Page("/works", EVERYBODY),
    Page("/works?status=in_review&kind=work", EVERYBODY),
    Page("/works?approved_unreported=true", EVERYBODY),
    Page("/works?q=反诈", EVERYBODY),
    Page("/works?topic=no-such-topic", EVERYBODY),
    Page("/works/new", (OUTLET,)),
    Page("/works/{work}", CONCERNED),
    Page("/works/{mended}", CONCERNED),
    Page("/works/{mended}/changes", CONCERNED),
    Page("/works/{mended}/changes?from=1&to=1", CONCERNED),
    Page("/works/{draft}", (OUTLET,)),
    Page("/works/{draft}/edit", (OUTLET,)),
    Page("/works/{work}/publications", CONCERNED),
    Page("/works/{work}/points", CONCERNED),
    Page("/score", (OUTLET,)),
    Page("/score?period={period}", (OUTLET,)),
    Page("/score/ledger", (OUTLET,)),
    Page("/score/ledger?period={period}", (OUTLET,)),
    Page("/outlet", (OUTLET,)),
    Page("/outlet?outlet={own_outlet}", (OUTLET,)),
    Page("/outlet/members", (OUTLET,)),
    Page("/outlet/records", (OUTLET,)),
    Page("/register", (OUTLET,)),
    Page("/join", (OUTLET,)),
    Page("/join?code=NO-SUCH-CODE", (OUTLET,)),
    Page("/ideas/new", (OUTLET,)),
)
