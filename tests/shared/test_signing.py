"""Signatures: each is of one program, for one purpose, over exactly its parts, under a key of the ring."""

from __future__ import annotations

import pytest

from shared.signing import ANSWER, FACT, Forged, Signer

OLD, NEW = ("k1", bytes(32)), ("k2", bytes(range(32)))
OURS = Signer("review", [OLD])


def refused(signer: Signer, signature: object, *parts: bytes, purpose: str = FACT, program: str = "") -> str:
    with pytest.raises(Forged) as caught:
        signer.check(signature, purpose, *parts, program=program)
    return str(caught.value)


def test_what_a_program_says_is_known_to_be_its_own() -> None:
    signature = OURS.sign(FACT, b"approved")
    assert Signer("submission", [OLD]).check(signature, FACT, b"approved", program="review") == "review"
    assert Signer("submission", [OLD]).check(signature, FACT, b"approved") == "review"


@pytest.mark.parametrize("parts", [(b"Approved",), (b"appro", b"ved"), (b"approved", b""), ()])
def test_of_other_parts_it_is_none(parts: tuple[bytes, ...]) -> None:
    assert refused(OURS, OURS.sign(FACT, b"approved"), *parts) == "its signature does not fit"


def test_nor_for_another_purpose_or_of_another_program() -> None:
    signature = OURS.sign(FACT, b"approved")
    assert refused(OURS, signature, b"approved", purpose=ANSWER) == "its signature does not fit"
    assert refused(OURS, signature.replace("review", "scoring"), b"approved") == "its signature does not fit"
    assert refused(OURS, signature, b"approved", program="scoring") == "review says what only scoring may say"


@pytest.mark.parametrize("nothing", [None, "", 7, b"review:k1:x", {}])
def test_what_is_not_signed_is_not_believed(nothing: object) -> None:
    assert refused(OURS, nothing, b"approved") == "it is not signed"


@pytest.mark.parametrize("odd", ["review", "review:k9:x", "::", ":" * 1000, "评审:k1:签", "review:k1:" + "A" * 5000])
def test_an_odd_signature_is_none(odd: str) -> None:
    assert refused(OURS, odd, b"approved")


def test_a_ring_turns_without_a_moment_of_silence() -> None:
    before, between, after = Signer("review", [OLD]), Signer("review", [OLD, NEW]), Signer("review", [NEW, OLD])
    for says, hears in ((before, between), (between, before), (between, after), (after, between)):
        assert hears.check(says.sign(FACT, b"x"), FACT, b"x", program="review") == "review"
    assert "not known here: 'k1'" in refused(Signer("review", [NEW]), before.sign(FACT, b"x"), b"x")


def test_an_operator_may_speak_for_a_program() -> None:
    signature = Signer("operator", [OLD]).sign(FACT, b"x", program="review")
    assert OURS.check(signature, FACT, b"x", program="review") == "review"


def test_without_keys_everything_is_believed() -> None:
    nobody = Signer("review")
    assert nobody.sign(FACT, b"x") == ""
    assert nobody.trusting
    assert nobody.check(None, FACT, b"x", program="review") == "review"
    assert nobody.check("review:k1:x", FACT, b"x", program="review") == "review"


def test_on_the_way_to_signatures_what_has_none_is_believed_and_a_wrong_one_is_not() -> None:
    trusting = Signer("submission", [OLD], trusting=True)
    assert trusting.check("", FACT, b"x", program="review") == "review"
    assert refused(trusting, OURS.sign(FACT, b"y"), b"x") == "its signature does not fit"
