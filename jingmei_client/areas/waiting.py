"""待办 / What waits. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import Options


class Waiting(Area):
    """待办 / What waits"""

    def waiting(self, **options: Unpack[Options]) -> Answer:
        """我的待办 / What waits for the caller."""
        return self._call("GET", "/v1/waiting", options)
