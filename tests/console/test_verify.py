"""The public page that says whether a paper is genuine: permit, certificate of honour or of attendance by one form."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask, g

import console.labels
from console.app import create_app
from console.pages import public
from console.settings import ConsoleSettings
from jingmei_client import NotFound
from jingmei_client.answers import Answer
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
CODE: Final = "330108-7KQ4-M2XD-9TRA"
PERMIT: Final = {
    "number": "330108-2026-000012", "title": "反诈进社区", "outlet_name": "滨江发布", "issued_on": "2026-10-16",
    "state": "valid", "embargo_until": None,
}  # fmt: skip
CERTIFICATE: Final = {
    "code": CODE, "number": "330108-2026-0003", "bureau": "330108", "issuer": "滨江县公安局", "period": "2026-Q3",
    "title": "优秀合作媒体", "outlet_name": "滨江发布", "category": "self_media", "place": 1, "overall": False,
    "work": "", "granted_on": "2026-10-16",
}  # fmt: skip
ATTENDANCE: Final = {
    "code": CODE, "bureau": "330108", "issuer": "滨江县公安局", "state": "valid", "kind": "open_day",
    "title": "秋季警营开放日", "held_on": "2026-10-16", "outlet_name": "滨江发布", "person": "王*",
    "withdrawn_on": None,
}  # fmt: skip


def shown(monkeypatch: pytest.MonkeyPatch, **known: dict[str, Any]) -> tuple[str, int]:
    """The page for a code that these papers have, and its status."""

    def answer(kind: str) -> Any:
        def call(_: str) -> Answer:
            if kind not in known:
                raise NotFound(404, {"code": "nowhere"})
            return Answer(known[kind])

        return call

    told = SimpleNamespace(
        permits=SimpleNamespace(permit=answer("permit")),
        awards=SimpleNamespace(certificate=answer("certificate")),
        activity_documents=SimpleNamespace(attendance_certificate=answer("attendance")),
    )
    monkeypatch.setattr(public, "api", lambda: told)
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    with APP.test_request_context(f"/verify/{CODE}"):
        g.language = "zh"
        page = public.verified(CODE)
    return (str(page[0]), page[1]) if isinstance(page, tuple) else (str(page), 200)


@pytest.mark.parametrize(
    ("kind", "paper", "said"),
    [
        ("permit", PERMIT, ("真实有效的发布许可", "330108-2026-000012", "2026年10月16日")),
        ("certificate", CERTIFICATE, ("真实有效的证书", "滨江县公安局", "2026年10月16日")),
        (
            "attendance",
            ATTENDANCE,
            ("真实有效的参加证明", "滨江县公安局", "秋季警营开放日", "王*", CODE, "2026年10月16日"),
        ),
    ],
)
def test_each_paper_says_what_of_whom_and_when(
    monkeypatch: pytest.MonkeyPatch, kind: str, paper: dict[str, Any], said: tuple[str, ...]
) -> None:
    page, status = shown(monkeypatch, **{kind: paper})
    assert status == 200 and "is-genuine" in page
    for part in said:
        assert part in page


def test_what_is_taken_back_and_what_nobody_knows_is_not_genuine(monkeypatch: pytest.MonkeyPatch) -> None:
    withdrawn = ATTENDANCE | {"state": "withdrawn", "withdrawn_on": "2026-10-20"}
    page, status = shown(monkeypatch, attendance=withdrawn)
    assert (status, "is-genuine" in page, "is-revoked" in page) == (200, False, True)
    page, status = shown(monkeypatch)
    assert (status, "is-unknown" in page) == (404, True)
