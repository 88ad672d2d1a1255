"""Hosts are compared, not spelled."""

from __future__ import annotations

import pytest

from shared.hosts import above, host_of, under


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.People.com.cn/a", "people.com.cn"),
        ("http://paper.people.com.cn:80/b?c=1", "paper.people.com.cn"),
        ("https://例子.cn/", "xn--fsqu00a.cn"),
        ("https://[::1]/", "::1"),
        ("", ""),
        ("https://[/", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_host_stands_under_others() -> None:
    assert list(above("a.b.cn")) == ["a.b.cn", "b.cn", "cn"]
    assert under("a.b.cn", ["b.cn"]) and under("b.cn", ["b.cn"])
    assert not under("ab.cn", ["b.cn"]) and not under("", ["b.cn"])
