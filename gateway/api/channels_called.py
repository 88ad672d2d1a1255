"""Channels that wait for a liaison, with the media of the directory that are called like them: the outlet service knows
the one, the submission service the other. A channel has the name that its owner gives it, such as that of a newspaper.
"""

from __future__ import annotations

from collections.abc import Sequence

from marshmallow import fields as ma

from gateway.api.ask import ask
from gateway.http.reading import Data
from shared.contracts.fields import note
from shared.contracts.outlet import ChannelQueuePage, ChannelView, WaitingChannels
from shared.contracts.submission_media import CalledMedium
from shared.text import canonical

LIKE = note("Entries of the media directory with this name, alias or account name: is the account theirs?")


class CalledChannel(ChannelView):
    """A channel that waits, and the media that are called like it."""

    named_like = ma.List(ma.Nested(CalledMedium), required=True, metadata=LIKE)


class CalledChannels(WaitingChannels):
    """An outlet and its channels that wait to be verified."""

    channels = ma.List(ma.Nested(CalledChannel), required=True)


class CalledQueuePage(ChannelQueuePage):
    """A page of outlets whose channels wait."""

    items = ma.List(ma.Nested(CalledChannels), required=True)


def with_media(items: Sequence[Data]) -> list[Data]:
    """Outlets, each channel with the media that are called like it (`named_like`). Raises: DomainError."""
    names = sorted({_name(channel) for item in items for channel in item["channels"]})
    found = ask("submission.media_called", {"names": names})["items"] if names else []
    media = {each["name"]: each["media"] for each in found}
    return [
        item | {"channels": [each | {"named_like": media.get(_name(each), [])} for each in item["channels"]]}
        for item in items
    ]


def _name(channel: Data) -> str:
    return canonical(channel["account_name"])
