"""A page shows a file through what has it: by its id alone nobody gets it."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from flask import Flask, g

from console.app import create_app
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
PICTURE: Final = {"file": "f1", "name": "夜巡.jpg", "media_type": "image/jpeg", "size": 3, "unread": True, "text": ""}
FILM: Final = {"file": "f2", "name": "夜巡.mp4", "media_type": "video/mp4", "size": 3, "unread": True, "text": ""}


def rendered(page: str, **given: Any) -> str:
    with APP.test_request_context():
        g.language = "zh"
        return APP.jinja_env.from_string(page).render(**given)


@pytest.mark.parametrize(
    ("page", "addresses"),
    [
        (
            '{% from "publications/parts.html" import proof %}{{ proof(["f1"], "p1") }}',
            ["/publications/p1/proof/f1", "/publications/p1/proof/f1/small"],
        ),
        (
            '{% from "publications/parts.html" import proof %}{{ proof(["f1"], metrics="m1") }}',
            ["/publications/metrics/m1/proof/f1", "/publications/metrics/m1/proof/f1/small"],
        ),
        (
            '{% from "reviews/parts.html" import files_of %}{{ files_of(review, {}) }}',
            ["/reviews/works/w1/files/f1?inline=1", "/reviews/works/w1/files/f1/small",
             "/reviews/works/w1/files/f1?inline=1", "/reviews/works/w1/files/f2?inline=1",
             "/reviews/works/w1/files/f2?inline=1"],
        ),
    ],
    ids=["publication", "metrics", "work"],
)  # fmt: skip
def test_it_is_shown_through_what_has_it(page: str, addresses: list[str]) -> None:
    found = rendered(page, review={"submission": "w1", "attachments": [PICTURE, FILM]})
    assert re.findall(r'(?:href|src)="([^"#]+)"', found) == addresses
    adapter = APP.url_map.bind("localhost")
    assert all(adapter.match(address.partition("?")[0]) for address in addresses), "each is a page of ours"


@pytest.mark.parametrize("attached", [False, True, None])
def test_one_that_a_form_has_is_opened_by_its_id_until_something_has_it(attached: bool | None) -> None:
    file = {"id": "f1", "name": "夜巡.jpg", "size": 0} | ({} if attached is None else {"attached": attached})
    page = rendered('{% from "parts.html" import kept_file %}{{ kept_file("files", file) }}', file=file)
    assert ('href="/files/f1"' in page) is (attached is False)
    assert 'value="f1"' in page and "夜巡.jpg" in page
