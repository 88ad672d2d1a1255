"""The bureau's rules by which publications need no liaison (自核规定): data with versions."""

from __future__ import annotations

from typing import Any

from gateway.api import submission_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.auth.access import STAFF, only
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import submission as contracts

area = Area("verification_policies", zh="自核规定", en="Self-verification", service="submission")

POLICY: dict[str, Any] = {
    "answer": contracts.VerificationPolicyView(), "answer_example": examples.VERIFICATION_POLICY,
}  # fmt: skip


@area.get(
    "/verification-policies", access=STAFF, query=contracts.VerificationPoliciesQuery(),
    answer=contracts.VerificationPolicyPage(), paged=True,
    answer_example=page(examples.VERIFICATION_POLICY) | {"may": ["adopt"]},
    zh="自核规定各版本\n由新到旧，最新一版现行；最后一条为随系统提供的第 0 版：刊发均由对接民警核实。",
    en="Versions of the rules\nNewest first, which holds; the last is the one that is shipped (version 0): nobody "
       "verifies themselves.",
)  # fmt: skip
def policies(data: Data) -> Data:
    return ask("submission.verification_policies", data)


@area.get(
    "/verification-policies/<id:policy>", access=STAFF, **POLICY,
    zh="查看自核规定\n按版本号。",
    en="One version of the rules\nBy its number.",
)  # fmt: skip
def policy(policy: str) -> Data:
    return ask("submission.verification_policy", {"policy": policy})


@area.post(
    "/verification-policies", access=only(Role.SCORING_MANAGER), body=contracts.AdoptVerificationPolicy(), status=201,
    location="/v1/verification-policies/{id}", example=examples.VERIFICATION_POLICY_INPUT, **POLICY,
    zh="修订自核规定\n形成新的一版，对此后上报或更正的刊发生效；由不属于任何媒体的考评员制定。凡自核，须刊发于本媒体已核验的渠道，"
       "层级与渠道相符，链接属于该渠道的网站或账号（链接看不出账号的，由民警核实），另须满足所列条件；"
       "版位与篇幅列入 covers 的才可自核。刊发、事件与积分算式注明规定编号与版本。",
    en="Write a new version of the rules\nFor what is reported or corrected from then on; by a scoring manager who "
       "belongs to no outlet. Whatever a rule says, it is for the outlet's own verified channel, at its level, and an "
       "address that names the channel's site or account (one that names no account is for a liaison); its conditions "
       "add to that. Placement and length are verified where it covers them. Publication, event and working name the "
       "rule and its version.",
)  # fmt: skip
def adopt(data: Data) -> Data:
    return ask("submission.adopt_verification_policy", data)
