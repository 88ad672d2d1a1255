"""Codes in the reader's words."""

from __future__ import annotations

import pytest

from console.labels import notice
from shared.events.outlet import OutletEvent
from shared.labels import LANGUAGES, labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_stands_in_the_history_of_an_outlet_has_words(language: str) -> None:
    kinds = {notice(each.__name__) for each in OutletEvent.__subclasses__()}
    assert len(kinds) > 20
    assert kinds - labels(language)["notice.kind"].keys() == set()
