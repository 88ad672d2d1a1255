"""What the generated methods stand on: one way to call, to page, to send and fetch files, to listen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.sending import File, Options, Sent, Version, given, opened, text
from jingmei_client.session import Session
from jingmei_client.stream import Stream
from jingmei_client.transport import Transport

UNCHANGED = 304


class Caller:
    """Somebody at the API: a transport, a session, and defaults for what every method takes."""

    def __init__(self, transport: Transport, session: Session, defaults: Options) -> None:
        self._transport, self._session, self._defaults = transport, session, defaults

    def send(self, sent: Sent, options: Options) -> requests.Response:
        """The answer. Raises: Problem, Unreachable."""
        # A live stream has no deadline unless it is given one.
        defaults: Options = {"language": self._defaults["language"]} if sent.stream else self._defaults
        return self._transport.send(sent, {**defaults, **options}, None if sent.public else self._session)


class Area:
    """The methods of one area of the API; its subclasses are made from the OpenAPI document."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def _call(
        self, method: str, path: str, options: Options, *, query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None, version: Version | None = None, known: Answer | None = None,
        public: bool = False, headers: Mapping[str, Any] | None = None, content: tuple[str, bytes] | None = None,
    ) -> Answer:  # fmt: skip
        headers = {name: text(value) for name, value in given(headers or {}).items()} | _condition(version)
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        sent = Sent(method, path, query or {}, body, headers=headers, public=public, raw=content)
        answer = self._caller.send(sent, options)
        return known if answer.status_code == UNCHANGED and known is not None else Answer.of(answer)

    def _pages(
        self, path: str, options: Options, *, query: Mapping[str, Any], known: Answer | None = None,
        public: bool = False,
    ) -> Pages:  # fmt: skip
        def read(cursor: str | None) -> Answer:
            place = {} if cursor is None else {"cursor": cursor}
            first = known if cursor is None else None
            return self._call("GET", path, options, query={**given(query), **place}, known=first, public=public)

        return Pages(read)

    def _upload(self, path: str, options: Options, file: File, *, form: Mapping[str, Any] | None = None) -> Answer:
        return Answer.of(self._caller.send(Sent("POST", path, body=form or {}, file=opened(file)), options))

    def _download(
        self, path: str, options: Options, *, query: Mapping[str, Any] | None = None, public: bool = False
    ) -> Download:
        return Download.of(self._caller.send(Sent("GET", path, query or {}, public=public), options))

    def _stream(self, path: str, options: Options, last_event_id: str) -> Stream:
        def connect(last: str, left: float | None) -> requests.Response:
            headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last} if last else {})
            bounded: Options = {**options, **({} if left is None else {"deadline": left})}
            return self._caller.send(Sent("GET", path, headers=headers, stream=True), bounded)

        return Stream(connect, last_event_id, options.get("deadline"))


def _condition(version: Version | None) -> dict[str, str]:
    """The header that names the version an update is for."""
    if version is None:
        return {}
    return {"If-Match": version if isinstance(version, str) else f'"{version}"'}
