"""Proposals of other review policies and word lists (修订建议): another person than the proposer confirms them."""

from __future__ import annotations

from typing import Any

from gateway.api import review_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.api.review_policies import KEEPS
from gateway.api.reviews import READS_RULES
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.contracts import review as contracts

area = Area("rule_proposals", zh="规程与词表修订", en="Proposals of review rules", service="review")

PROPOSAL: dict[str, Any] = {"answer": contracts.ProposalView(), "answer_example": examples.PROPOSAL}


@area.get(
    "/rule-proposals", access=READS_RULES, query=contracts.ProposalsQuery(), answer=contracts.ProposalPage(),
    paged=True,
    answer_example=page(examples.PROPOSAL_SUMMARY),
    zh="审核规程与词表的修订\n由新到旧；state=open 只看待确认的，others=true 只看他人提出的。",
    en="Proposals of policies and word lists\nNewest first; state=open gives those that wait, others=true those that "
       "somebody else made.",
)  # fmt: skip
def proposals(data: Data) -> Data:
    return ask("review.proposals", data)


@area.get(
    "/rule-proposals/<id:proposal>", access=READS_RULES, **PROPOSAL,
    zh="查看一项修订\n全文，以及与所依据的版本的逐项差异。",
    en="One proposal\nAll that it says, and each difference from the version that it is to replace.",
)  # fmt: skip
def proposal(proposal: str) -> Data:
    return ask("review.proposal", {"proposal": proposal})


@area.post(
    "/rule-proposals/<id:proposal>/confirmation", access=KEEPS, **PROPOSAL,
    zh="确认修订\n由提出人以外的人确认，即时施行；同一规程或词表的其他待确认修订随之终止。现行版本已变更、已逾十四日的不能确认；"
       "提出人与确认人均不得为本局媒体的成员。",
    en="Confirm a proposal\nBy somebody else than the proposer; it stands from then on, and what else was proposed in "
       "its place has ended. Not when another version stands by now or fourteen days are over; neither of the two acts "
       "for an outlet of the bureau.",
)  # fmt: skip
def confirm(proposal: str) -> Data:
    return ask("review.confirm_proposal", {"proposal": proposal})


@area.post(
    "/rule-proposals/<id:proposal>/refusal", access=KEEPS, body=contracts.RefuseProposal(exclude=("proposal",)),
    example={"reason": "时限过短，难以执行"}, **PROPOSAL,
    zh="不予确认\n由提出人以外的人决定，说明理由；现行版本照旧。",
    en="Refuse a proposal\nBy somebody else than the proposer, with a reason; what stands goes on.",
)  # fmt: skip
def refuse(proposal: str, data: Data) -> Data:
    return ask("review.refuse_proposal", {**data, "proposal": proposal})


@area.post(
    "/rule-proposals/<id:proposal>/withdrawal", access=KEEPS, **PROPOSAL,
    zh="撤回修订\n由提出人本人撤回。",
    en="Withdraw a proposal\nBy who proposed it.",
)  # fmt: skip
def withdraw(proposal: str) -> Data:
    return ask("review.withdraw_proposal", {"proposal": proposal})
