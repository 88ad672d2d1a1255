"""The client: one account at one Jingmei, its areas as attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Unpack

import requests

from jingmei_client.answers import Answer
from jingmei_client.area import Caller
from jingmei_client.areas import Areas
from jingmei_client.errors import Unauthorised
from jingmei_client.retry import Retry
from jingmei_client.sending import Options, Sent
from jingmei_client.session import Session
from jingmei_client.transport import Transport
from jingmei_client.uploading import PART, Sender, Told

PATIENCE = 60.0
WORKED_ON = 900.0


class Client(Areas):
    """Safe for any number of threads.

    `token`: an access token that one has already, in place of `sign_in`. `language`: `zh` or `en`. `deadline`:
    seconds for each request with all its tries, unless it says otherwise. `application`: who you are, for the
    server's log, as `name/version`. `connections`: as many as threads that ask at once.
    """

    def __init__(
        self, url: str, *, token: str = "", language: str = "zh", deadline: float = PATIENCE, application: str = "",
        retry: Retry | None = None, connections: int = 32, transport: Transport | None = None,
    ) -> None:  # fmt: skip
        self._owned = transport is None
        self._transport = transport or Transport(url, application=application, retry=retry, connections=connections)
        self._defaults: Options = {"language": language, "deadline": deadline}
        self._session = Session(self._transport, language, token)
        self._caller = Caller(self._transport, self._session, self._defaults)
        super().__init__(self._caller)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def another(self, token: str = "") -> Client:
        """Somebody else at the same Jingmei, over the same connections; closed with this one."""
        language, deadline = self._defaults["language"], self._defaults["deadline"]
        return Client(self.url, token=token, language=language, deadline=deadline, transport=self._transport)

    @property
    def url(self) -> str:
        """Where the API is."""
        return self._transport.url

    @property
    def who(self) -> dict[str, Any]:
        """Who is signed in: account, bureau, name, roles, must_change_password, must_enrol. Empty when nobody is."""
        return dict(self._session.account)

    def sign_in(self, bureau: str, login: str, password: str, code: Callable[[], str] | None = None) -> Answer:
        """Sign in; all that follows is done as this account. The password is not kept.

        `code()` gives the code of an account with a second factor, when it is asked for. Raises: Problem; Unauthorised
        with the code `auth.code_needed` where there is a second factor and no `code`.
        """
        try:
            tokens = self.sessions.sign_in(bureau=bureau, login=login, password=password)
        except Unauthorised as half:
            if half.code != "auth.code_needed" or code is None:
                raise
            tokens = self.second_factors.sign_in(challenge=half.params["challenge"], code=code())
        self._session.began(tokens)
        return tokens

    def sign_out(self) -> None:
        """End the session; without one nothing happens. Raises: Problem."""
        try:
            self.sessions.sign_out()
        except Unauthorised:
            pass  # it was over already, by an earlier try at the latest
        self._session.ended()

    def send_file(
        self, file: Path | BinaryIO, *, kind: str, name: str = "", progress: Told | None = None, upload: str = "",
        part: int = PART, patience: float = WORKED_ON, **options: Unpack[Options],
    ) -> Answer:  # fmt: skip
        """Send a file of any size in parts of `part` bytes; the file's metadata, as of `files.metadata`.

        `progress` is told after each part how far it is. `upload` resumes one that was begun before. `patience`:
        seconds that the server may work on it at the end. Raises: Problem, Unreachable; Invalid for what is not taken.
        """
        sender = Sender(self.uploads, self._transport.retry, part, patience, progress)
        return Answer(sender.send(file, kind, name, upload, **options)["file"])

    def relay(
        self, path: str, query: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None,
        **options: Unpack[Options],
    ) -> requests.Response:  # fmt: skip
        """The answer to a GET as it comes, head and bytes, for who passes it on: files in parts, a live inbox.

        The caller closes it. Raises: Problem, Unreachable.
        """
        return self._caller.send(Sent("GET", path, query or {}, headers=headers or {}, stream=True), options)

    def close(self) -> None:
        """Let go of the connections. The session stays good until it ends by itself or by `sign_out`."""
        if self._owned:
            self._transport.close()
