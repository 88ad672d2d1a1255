"""词汇 / Labels. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import Options


class Labels(Area):
    """词汇 / Labels"""

    def labels(self, *, known: Answer | None = None, **options: Unpack[Options]) -> Answer:
        """词汇 / Labels."""
        return self._call("GET", "/v1/labels", options, known=known, public=True)
