"""Outlets and people as the tests need them. Numbers are made up; their check digits are right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from stdnum.cn import ric, uscc

from services.outlet import schemas
from services.outlet.domain import Outlet, Verification, lifecycle
from services.outlet.sealing import Sealer
from shared import validation
from shared.clock import local_date
from shared.context import Actor, Role
from shared.contracts import outlet as contracts
from shared.identity.cipher import FieldCipher

BUREAU = "330108"
NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SEALER = Sealer(FieldCipher([("k1", b"1" * 32)]))

OWNER = Actor("owner", BUREAU, frozenset(), "王芳")
MEMBER = Actor("member", BUREAU, frozenset(), "李强")
STRANGER = Actor("stranger", BUREAU)
LIAISON = Actor("liaison", BUREAU, frozenset({Role.LIAISON}), "张警官")
LEADER = Actor("leader", BUREAU, frozenset({Role.LEADER}))
REVIEWER = Actor("reviewer", BUREAU, frozenset({Role.REVIEWER_FIRST}))
ADMIN = Actor("admin", BUREAU, frozenset({Role.ADMIN}))
FOREIGN = Actor("liaison", "330106", frozenset({Role.LIAISON}))


def credit_code(number: int = 1) -> str:
    """A unified social credit code of a made-up body."""
    head = f"91{BUREAU}{number:09}"
    return head + uscc.calc_check_digit(head)


def resident_id(number: int = 1, born: str = "19900101") -> str:
    """An identity number of a made-up person."""
    head = f"{BUREAU}{born}{number:03}"
    return head + ric.calc_check_digit(head + "0")


def form(**changes: Any) -> dict[str, Any]:
    """The input of a registration as a client sends it."""
    return {
        "name": "浦沿身边事",
        "category": "self_media",
        "credit_code": credit_code(),
        "contacts": [{"name": "刘勇", "phone": "13934841887", "email": "liu@example.com"}],
        "region": "浦沿",
        "channels": [
            {
                "platform": "kuaishou",
                "claimed_level": "self",
                "account_name": "浦沿身边事",
                "url": "https://example.com/1",
                "followers": 1681,
            }
        ],
    } | changes


def registered(by: Actor = OWNER, **changes: Any) -> Outlet:
    """A pending outlet."""
    data = validation.load(contracts.RegisterOutlet(), form(**changes))
    return lifecycle.register(schemas.registration(data, by, SEALER, NOW), by.account).outlet


def evidence(**changes: Any) -> Verification:
    """Evidence that is enough for official media and departments."""
    data = validation.load(contracts.VerifyOutlet(), {"outlet": "x", "licence_number": "CN33-0001"} | changes)
    return schemas.evidence(data, LIAISON.account, NOW)


def proof_of(outlet: Outlet) -> Verification:
    """Evidence that is enough for every category."""
    return evidence(proofs=[{"channel": outlet.channels[0].id, "files": ["f1"]}])


def verified(now: datetime = NOW, **changes: Any) -> Outlet:
    """A verified outlet with an owner."""
    outlet = registered(**changes)
    return lifecycle.verify(outlet, LIAISON, proof_of(outlet), now).outlet


def today() -> Any:
    """The day of `NOW` in Asia/Shanghai."""
    return local_date(NOW)
