"""`GET /v1/labels`: the whole catalogue, in the reader's language, for anybody, with an ETag."""

from __future__ import annotations

import pytest

from shared.labels import labels
from tests.gateway.accounts.desk import Bureau
from tests.gateway.accounts.fixtures import bureau, desk

__all__ = ["bureau", "desk"]


@pytest.mark.parametrize(("asked", "language"), [("zh-CN, en;q=0.8", "zh"), ("en", "en"), ("fr", "zh")])
def test_anybody_gets_the_whole_in_the_language_asked_for(bureau: Bureau, asked: str, language: str) -> None:
    answer = bureau.person()("GET", "/labels", headers={"Accept-Language": asked})
    assert answer.get_json() == labels(language)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Accept-Language" in answer.headers["Vary"]


def test_who_has_them_is_not_sent_them_again(bureau: Bureau) -> None:
    person = bureau.person()
    etags = {
        language: person("GET", "/labels", headers={"Accept-Language": language}).headers["ETag"]
        for language in ("zh", "en")
    }
    assert len(set(etags.values())) == 2
    known = {"Accept-Language": "en", "If-None-Match": etags["en"]}
    again = person("GET", "/labels", headers=known)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etags["en"])
    assert person("GET", "/labels", headers=known | {"Accept-Language": "zh"}).status_code == 200
