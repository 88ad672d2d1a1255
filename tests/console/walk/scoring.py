"""Scoring: periods, signing, appeals, points by hand, awards."""

from __future__ import annotations

from tests.console.page import STAFF, Page

MANAGER = ("scoring_manager",)

# `outlet`: the first of the signed ranking. `appeal`, `award`: one each of that period. `other`: the quarter after it.
PAGES = (
    Page("/periods"),
    Page("/periods/{period}"),
    Page("/periods/{other}"),
    Page("/periods/{period}/sign"),
    Page("/periods/{period}/signed"),
    Page("/periods/{period}/ranking/{outlet}", STAFF),
    Page("/appeals/{appeal}", STAFF),
    Page("/adjustments/new", STAFF),
    Page("/awards"),
    Page("/awards?status=granted&kind=certificate"),
    Page("/awards/{award}", STAFF),
)
