"""What forms offer to choose from that another service knows; while it is away they go without."""

from __future__ import annotations

from console.asking import api
from jingmei_client import ClientError


def topics() -> list[str]:
    """The names of the topics that are in use."""
    try:
        found = api().topics.search()["items"]
    except ClientError:
        return []
    return [each["name"] for each in found if each["active"]]
