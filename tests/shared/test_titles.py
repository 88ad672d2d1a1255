"""Title marks within title marks, as GB/T 15834 has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.titles import in_marks


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("夜巡三公里", "《夜巡三公里》"),
        ("读《反电信网络诈骗法》有感", "《读〈反电信网络诈骗法〉有感》"),
        ("《刑法》与《民法典》", "《〈刑法〉与〈民法典〉》"),
        ("评《读〈红楼梦〉》", "《评〈读《红楼梦》〉》"),
        ("学习〈刑法〉", "《学习〈刑法〉》"),
        ("〈刑法〉", "《〈刑法〉》"),
        ("《夜巡三公里》", "《夜巡三公里》"),  # the writer's own marks around the whole
        ("《夜巡》三公里", "《〈夜巡〉三公里》"),
        ("《读《民法典》》", "《读〈民法典〉》"),
        ("半个》书名号《", "《半个〉书名号〈》"),
        ("", "《》"),
    ],
)
def test_marks_within_a_title_are_the_single_ones(title: str, shown: str) -> None:
    assert in_marks(title) == shown


@given(st.text("夜巡《》〈〉", max_size=12))
def test_it_never_doubles_a_mark_and_does_not_change_what_is_set_already(title: str) -> None:
    shown = in_marks(title)
    assert "《《" not in shown and in_marks(shown[1:-1]) == shown
