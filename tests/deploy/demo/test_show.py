"""What the tours make of an answer of curl: what tells something, in lines; or one value."""

from __future__ import annotations

from io import BytesIO

import pytest

from deploy.demo.show import main

HEAD = b'HTTP/1.1 201 CREATED\r\nServer: x\r\netag: "1"\r\nIdempotent-Replayed: true\r\n\r\n'
BODY = '{"items":[{"name":"云海日报"}]}'.encode()


def test_status_telling_headers_and_the_content_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(BytesIO(HEAD + BODY)) == 0
    told = capsys.readouterr().out
    assert told.startswith('HTTP/1.1 201 CREATED\nETag: "1"\nIdempotent-Replayed: true\n\n{\n')
    assert '    {\n      "name": "云海日报"\n    }\n' in told and told.endswith("}\n\n")


@pytest.mark.parametrize("head", [HEAD, b""])
def test_a_value_stands_alone(capsys: pytest.CaptureFixture[str], head: bytes) -> None:
    assert main(BytesIO(head + BODY), "it['items'][0]['name']") == 0
    assert capsys.readouterr().out == "云海日报\n"


def test_headers_are_found_however_they_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(BytesIO(HEAD + BODY), "headers['ETag']") == 0
    assert capsys.readouterr().out == '"1"\n'


def test_an_answer_without_content_is_its_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(BytesIO(b"HTTP/1.1 204 NO CONTENT\r\n\r\n")) == 0
    assert capsys.readouterr().out == "HTTP/1.1 204 NO CONTENT\n\n"


@pytest.mark.parametrize("expression", ["it['access_token']", "it['items'][7]", "next(x for x in it['items'] if 0)"])
def test_a_refusal_is_told_in_place_of_the_value(capsys: pytest.CaptureFixture[str], expression: str) -> None:
    assert main(BytesIO(BODY), expression) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and "云海日报" in printed.err


def test_no_answer_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(BytesIO(b"")) == 1
    assert "make up" in capsys.readouterr().err
