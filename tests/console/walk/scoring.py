"""Scoring: periods, signing, appeals, points by hand, awards."""

from __future__ import annotations

from tests.console.page import STAFF, Page

# `outlet`: the first of the signed ranking that is not the owner's. `appeal`, `award`: one each of that period.
# `other`: the quarter after it.
# `scheme`: one that the bureau adopted.
PAGES = (
    Page("/periods"),
    Page("/periods/{period}"),
    Page("/periods/{other}"),
    Page("/periods/{period}/sign"),
    Page("/periods/{period}/signed"),
    Page("/periods/{period}/ranking/{outlet}", STAFF),
    Page("/appeals/{appeal}", STAFF),
    Page("/adjustments"),
    Page("/adjustments?stands=true"),
    Page("/adjustments/new", STAFF),
    Page("/awards"),
    Page("/awards?status=granted&kind=certificate"),
    Page("/awards/{award}", STAFF),
    Page("/overview", STAFF),
    Page("/overview?from=2026-07&to=2026-09", STAFF),
    Page("/schemes", STAFF),
    Page("/schemes/county", STAFF),
    Page("/schemes/{scheme}?with=county", STAFF),
    Page("/schemes/new", STAFF),
    Page("/schemes/new?as=json", STAFF),
)
