"""Downloads in parts and inline: which bytes, for which file, and what a browser may do with them."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from tests.gateway.accounts.desk import Bureau, Person, code
from tests.gateway.files.samples import sound
from tests.gateway.files.test_files import DOCX, MP4, PDF, PICTURES, send

# Longer than what is read at once, and no multiple of a chunk.
CONTENT = sound(bytes(range(256)) * 9_000)
SIZE = len(CONTENT)


@pytest.fixture
def person(bureau: Bureau) -> Person:
    return bureau.outsider()


@pytest.fixture
def path(person: Person) -> str:
    return f"/files/{send(person, CONTENT, 'a.wav', 'attachment').get_json()['id']}"


def get(person: Person, path: str, method: str = "GET", **headers: str) -> TestResponse:
    return person(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-1023", 0, 1024),
        ("bytes=261119-261121", 261_119, 261_122),
        ("bytes=261120-522239", 261_120, 522_240),
        ("bytes=1000000-", 1_000_000, SIZE),
        ("bytes=-7", SIZE - 7, SIZE),
        ("bytes=-99999999", 0, SIZE),
        (f"bytes={SIZE - 1}-{SIZE + 50}", SIZE - 1, SIZE),
        ("Bytes= 5-9 ", 5, 10),
    ],
)
def test_a_range_is_answered_with_its_bytes(person: Person, path: str, asked: str, begin: int, end: int) -> None:
    got = get(person, path, Range=asked)
    assert (got.status_code, got.data) == (206, CONTENT[begin:end])
    assert got.headers["Content-Range"] == f"bytes {begin}-{end - 1}/{SIZE}"
    assert got.headers["Content-Length"] == str(end - begin)


@pytest.mark.parametrize("asked", ["bytes=9-5", "bytes=-", "bytes=0-1,5-9", "lines=1-2", "bytes=a-b", ""])
def test_what_is_no_single_range_gets_the_whole(person: Person, path: str, asked: str) -> None:
    got = get(person, path, Range=asked)
    assert (got.status_code, got.data) == (200, CONTENT)
    assert got.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=99999999-", "bytes=-0"])
def test_a_range_outside_of_the_file_is_refused(person: Person, path: str, asked: str) -> None:
    refused = get(person, path, Range=asked)
    assert (refused.status_code, code(refused)) == (416, "http.range")
    assert refused.headers["Content-Range"] == f"bytes */{SIZE}"
    assert str(SIZE) in refused.get_json()["detail"]


def test_a_part_is_given_only_of_the_file_that_one_has_begun(person: Person, path: str) -> None:
    etag = get(person, path).headers["ETag"]
    assert etag == f'"{person("GET", f"{path}/metadata").get_json()["sha256"]}"'
    assert get(person, path, Range="bytes=5-9", If_Range=etag).data == CONTENT[5:10]
    for other in ('"another"', f"W/{etag}", "Mon, 02 Nov 2026 08:30:00 GMT"):
        got = get(person, path, Range="bytes=5-9", If_Range=other)
        assert (got.status_code, got.data) == (200, CONTENT)
    unchanged = get(person, path, If_None_Match=f'"x", {etag}')
    assert (unchanged.status_code, unchanged.data, unchanged.headers["ETag"]) == (304, b"", etag)


def test_head_tells_what_get_would_give(person: Person, path: str) -> None:
    head = get(person, path, "HEAD")
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(SIZE))
    part = get(person, path, "HEAD", Range="bytes=0-9")
    assert (part.status_code, part.headers["Content-Length"]) == (206, "10")


@pytest.mark.parametrize(
    ("content", "how"),
    [(PDF, "inline"), (PICTURES["PNG"], "inline"), (MP4, "inline"), (DOCX, "attachment")],
)
def test_what_runs_nothing_may_be_shown(person: Person, content: bytes, how: str) -> None:
    path = f"/files/{send(person, content, kind='attachment').get_json()['id']}"
    assert get(person, path).headers["Content-Disposition"].startswith("attachment;")
    for asked in ("true", "1"):
        got = get(person, f"{path}?inline={asked}")
        assert got.headers["Content-Disposition"].startswith(f"{how};")
        policy = got.headers["Content-Security-Policy"].split("; ")
        assert (
            "sandbox" in policy
            and "default-src 'none'" in policy
            and "script" not in got.headers["Content-Security-Policy"]
        )
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        framed = (got.headers["X-Frame-Options"], "frame-ancestors 'self'" in policy)
        assert framed == (("SAMEORIGIN", True) if how == "inline" else ("DENY", False))
    assert get(person, f"{path}?inline=maybe").status_code == 422


@pytest.mark.parametrize(
    ("content", "media_type"), [(PICTURES["PNG"], "image/png"), (PDF, "application/pdf"), (MP4, "video/mp4")]
)
def test_a_page_of_the_same_origin_shows_it_safely_whole_and_in_parts(
    person: Person, content: bytes, media_type: str
) -> None:
    """As `<img>`, `<video>` and a frame ask for it: the type is that of the content, nothing of it runs as ours."""
    made = send(person, content, "notice.html", "attachment").get_json()
    path = f"/files/{made['id']}?inline=true"
    whole, part = get(person, path), get(person, path, Range="bytes=0-9")
    assert (whole.status_code, part.status_code, part.data) == (200, 206, whole.data[:10])
    for got in (whole, part):
        assert got.headers["Content-Type"] == made["media_type"] == media_type
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert got.headers["Content-Disposition"].startswith("inline;")
        assert "sandbox" in got.headers["Content-Security-Policy"].split("; ")
        assert got.headers["Cache-Control"] == "no-store"
        assert got.headers["Accept-Ranges"] == "bytes"
    assert get(person, path, If_None_Match=whole.headers["ETag"]).status_code == 304
