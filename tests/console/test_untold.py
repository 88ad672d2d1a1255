"""Why a form was refused is told once: at the form, or at the end of the page when the form is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, g

from console.forms import Form, untold
from jingmei_client import Problem


@pytest.fixture(autouse=True)
def page() -> Iterator[None]:
    """A request with a form that was refused."""
    with Flask("page").test_request_context(method="POST"):
        g.form = Form("periods.close", "", {}, sent=True)  # type: ignore[arg-type]
        yield


def test_a_form_that_was_not_refused_has_nothing_to_tell() -> None:
    assert untold() is None


def test_what_no_form_of_the_page_told_is_left_for_its_end() -> None:
    g.form.refused(Problem(409, {"detail": "not now"}))
    assert untold() is g.form
    g.form.tell()
    assert untold() is None
