"""Bodies that are refused before anybody looks into them."""

from __future__ import annotations

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from gateway.errors import TooLarge
from gateway.http.reading import MOST_PARTS, json_object


def sent(body: bytes) -> Request:
    return Request(EnvironBuilder(method="POST", data=body, content_type="application/json").get_environ())


@pytest.mark.parametrize("part", [b"{}", b"[]", b'{"a":{}}'])
def test_a_body_of_very_many_parts_is_refused(part: bytes) -> None:
    full = sent(b'{"parts":[' + b",".join([part] * MOST_PARTS) + b"]}")
    with pytest.raises(TooLarge):
        json_object(full)


def test_a_body_of_many_parts_is_read() -> None:
    parts = MOST_PARTS - 2
    assert json_object(sent(b'{"parts":[' + b",".join([b"{}"] * parts) + b"]}")) == {"parts": [{}] * parts}
