"""议题 / Topics. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, Version, part


class Topics(Area):
    """议题 / Topics"""

    def search(self, **options: Unpack[Options]) -> Answer:
        """议题名单 / Topics."""
        return self._call("GET", "/v1/topics", options)

    def add(self, *, name: str, aliases: Sequence[str] | Absent = ABSENT, **options: Unpack[Options]) -> Answer:
        """增加议题 / Add a topic."""
        return self._call("POST", "/v1/topics", options, body={"name": name, "aliases": aliases})

    def rule(self, *, version: Version, strict: bool, **options: Unpack[Options]) -> Answer:
        """规定议题是否限于名单 / Say whether topics are of the list alone."""
        return self._call("PUT", "/v1/topics", options, body={"strict": strict}, version=version)

    def change(
        self, topic: str, *, version: Version, name: str, aliases: Sequence[str] | Absent = ABSENT,
        **options: Unpack[Options],
    ) -> Answer:
        """修改议题 / Change a topic."""
        return self._call(
            "PUT", f"/v1/topics/{part(topic)}", options, body={"name": name, "aliases": aliases}, version=version,
        )

    def retire(self, topic: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """停用议题 / Retire a topic."""
        return self._call("POST", f"/v1/topics/{part(topic)}/retirement", options, version=version)

    def reinstate(self, topic: str, *, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """恢复议题 / Take a topic into use again."""
        return self._call("POST", f"/v1/topics/{part(topic)}/reinstatement", options, version=version)

    def merge(self, topic: str, *, into: str, version: Version | None = None, **options: Unpack[Options]) -> Answer:
        """并入另一议题 / Merge a topic into another."""
        return self._call("POST", f"/v1/topics/{part(topic)}/merging", options, body={"into": into}, version=version)
