"""Hosts are compared, not spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.addresses import canonical
from shared.addresses.general import read
from shared.hosts import above, host_of, under


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.People.com.cn/a", "people.com.cn"),
        ("http://paper.people.com.cn:80/b?c=1", "paper.people.com.cn"),
        ("https://例子.cn/", "xn--fsqu00a.cn"),
        ("https://www.XN--fsqu00a.cn./", "xn--fsqu00a.cn"),
        ("https://www。例子。cn/", "xn--fsqu00a.cn"),
        ("https://www.www.people.cn/", "people.cn"),
        ("https://www.cn/", "www.cn"),
        ("https://10.0.0.1:8080/", "10.0.0.1"),
        ("https://[::1]/", "::1"),
        ("", ""),
        ("https://[/", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize("host", ["a" * 64 + ".cn", "警" * 40 + ".cn", "\u00ad.cn", "a..b"])
def test_a_name_that_cannot_be_one_is_no_host_or_one_that_stays_as_it_is(host: str) -> None:
    found = host_of(f"https://{host}/")
    assert host_of(f"https://{found}/") == found


@given(st.text("wW.aéß警。．⒈…-_1\u00ad\u200d", max_size=12))
def test_a_host_is_its_own_form(text: str) -> None:
    found = host_of(f"https://{text}.cn/")
    assert found.isascii() and host_of(f"https://{found}/") == found


@given(st.text("wW.aé警。-_1", max_size=12))
def test_the_host_of_a_page_is_the_host_of_its_address(text: str) -> None:
    """Where something appeared and whose pages those are is told by one form."""
    url = f"https://{text}.example.cn./x"
    try:
        page = read(url)
    except ValueError:
        return
    assert page.host == host_of(url) == host_of(canonical(url))


def test_a_host_stands_under_others() -> None:
    assert list(above("a.b.cn")) == ["a.b.cn", "b.cn", "cn"]
    assert under("a.b.cn", ["b.cn"]) and under("b.cn", ["b.cn"])
    assert not under("ab.cn", ["b.cn"]) and not under("", ["b.cn"])
