"""Encryption of fields: bound to their object, rotating keys, blind indexes, masks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.identity.cipher import FieldCipher, Unsealable, code_hash
from shared.identity.masking import mask_email, mask_middle, mask_name, mask_phone, mask_resident_id

OLD, NEW = ("k0", b"0" * 32), ("k1", b"1" * 32)
PLACE = {"kind": "phone", "bureau": "330108", "owner": "o1"}


@given(st.text(max_size=200))
def test_what_is_sealed_opens_again(text: str) -> None:
    cipher = FieldCipher([NEW])
    sealed = cipher.seal(text, "m", **PLACE)
    assert cipher.unseal(sealed, **PLACE) == text
    assert text not in sealed.token or len(text) < 8


@pytest.mark.parametrize("moved", [{"kind": "email"}, {"bureau": "330106"}, {"owner": "o2"}])
def test_a_value_opens_nowhere_else(moved: dict[str, str]) -> None:
    cipher = FieldCipher([NEW])
    sealed = cipher.seal("13912345678", "m", **PLACE)
    with pytest.raises(Unsealable):
        cipher.unseal(sealed, **PLACE | moved)


@given(st.binary(max_size=2000))
def test_bytes_open_where_they_were_sealed_and_nowhere_else(data: bytes) -> None:
    cipher, after = FieldCipher([OLD]), FieldCipher([NEW, OLD])
    sealed = cipher.seal_bytes(data, **PLACE)
    assert len(sealed) == len(data) + 28
    assert after.unseal_bytes(sealed, cipher.current, **PLACE) == data, "an old key stays in the ring"
    for key, place in (("k9", {}), ("k1", {}), ("k0", {"owner": "o2"})):
        with pytest.raises(Unsealable):
            after.unseal_bytes(sealed, key, **PLACE | place)
    with pytest.raises(Unsealable):
        after.unseal_bytes(sealed[:-1], "k0", **PLACE)


@pytest.mark.parametrize("token", ["k1:AAAA", "k1:!!", "k1:", "", "k9:AAAA"])
def test_an_altered_value_does_not_open(token: str) -> None:
    cipher = FieldCipher([NEW])
    with pytest.raises(Unsealable):
        cipher.unseal(replace(cipher.seal("x", "m", **PLACE), token=token), **PLACE)


def test_keys_rotate() -> None:
    before = FieldCipher([OLD]).seal("13912345678", "m", **PLACE)
    ring = FieldCipher([NEW, OLD])
    assert ring.unseal(before, **PLACE) == "13912345678"
    assert (before.key, ring.seal("x", "m", **PLACE).key) == ("k0", "k1")
    assert before.index in ring.indexes("13912345678", kind="phone", bureau="330108")
    with pytest.raises(Unsealable):
        FieldCipher([NEW]).unseal(before, **PLACE)


def test_equal_values_are_equal_and_hide_it_across_bureaus_and_kinds() -> None:
    cipher = FieldCipher([NEW])
    one, two = cipher.seal("1", "m", **PLACE), cipher.seal("1", "m", **PLACE | {"owner": "o2"})
    assert one == two and one.token != two.token
    assert one != cipher.seal("1", "m", **PLACE | {"bureau": "330106"})
    assert one != cipher.seal("1", "m", **PLACE | {"kind": "email"})
    assert "token" not in repr(one)


def test_a_code_is_long_stable_and_of_its_subject_alone() -> None:
    cipher = FieldCipher([NEW, OLD])
    code = cipher.code("invitation", "a", "k1")
    assert len(code) == 32 and code == cipher.code("invitation", "a", "k1")
    assert (
        len(
            {
                code,
                cipher.code("invitation", "b", "k1"),
                cipher.code("x", "a", "k1"),
                cipher.code("invitation", "a", "k0"),
            }
        )
        == 4
    )
    assert code_hash(f" {code.lower()} ") == code_hash(code)
    with pytest.raises(Unsealable):
        cipher.code("invitation", "a", "gone")


def test_a_ring_without_keys_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        FieldCipher([])


def test_masks() -> None:
    assert mask_resident_id("330106199001011234") == "3301**********1234"
    assert mask_phone("13934841887") == "139****1887"
    assert mask_phone("0571-87654321") == "0571-****4321"
    assert mask_email("wang@example.com") == "w***@example.com"
    assert mask_email("") == ""
    assert (mask_name("欧阳娜"), mask_name("王"), mask_name("")) == ("欧**", "王", "")


@given(st.text(max_size=30), st.integers(0, 5), st.integers(0, 5))
def test_a_mask_always_hides_something(text: str, head: int, tail: int) -> None:
    masked = mask_middle(text, head, tail)
    assert len(masked) == len(text)
    assert masked.count("*") >= min(4, len(text))
