"""The bureau's review policy (审核规程) and word lists (词表): data with versions."""

from __future__ import annotations

from typing import Any

from gateway.api import review_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.api.reviews import READS_RULES
from gateway.auth.access import only
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import review as contracts

area = Area("review_policies", zh="审核规程与词表", en="Review policy and word lists", service="review")

KEEPS = only(Role.SECURITY_ADMIN, Role.REVIEWER_FINAL)
POLICY: dict[str, Any] = {"answer": contracts.PolicyView(), "answer_example": examples.POLICY}
WORDS: dict[str, Any] = {"answer": contracts.WordListView(), "answer_example": examples.WORDS}


@area.get(
    "/review-policies", access=READS_RULES, query=contracts.PoliciesQuery(), answer=contracts.PolicyPage(), paged=True,
    answer_example=page(examples.POLICY) | {"may": ["propose_policy"]},
    zh="审核规程各版本\n由新到旧，最新一版现行；最后一条为随系统提供的默认规程（第 0 版）。",
    en="Versions of the policy\nNewest first, which holds; the last is the one that is shipped (version 0).",
)  # fmt: skip
def policies(data: Data) -> Data:
    return ask("review.policies", data)


@area.get(
    "/review-policies/<id:policy>", access=READS_RULES, **POLICY,
    zh="查看审核规程\n按版本号。",
    en="One version of the policy\nBy its number.",
)  # fmt: skip
def policy(policy: str) -> Data:
    return ask("review.policy", {"policy": policy})


@area.post(
    "/review-policies", access=KEEPS, body=contracts.ProposePolicy(), status=201,
    location="/v1/rule-proposals/{id}", example=examples.POLICY_INPUT, answer=contracts.ProposalView(),
    answer_example=examples.PROPOSAL,
    zh="提出修订审核规程\n附理由，由提出人以外的人确认后形成新的一版，对此后开始的审核生效；此前现行版本照旧。每个媒体类别与敏感程度须"
       "恰有一条规定，重大作品须经三级审核；不得低于本局的审核底线。本局媒体的成员不能提出。",
    en="Propose a new version of the policy\nWith a reason. Once somebody else has confirmed it, it holds for rounds "
       "that begin from then on; until then what stands holds. Every category and sensitivity has exactly one route; a "
       "major work takes all three stages, and none is below the bureau's floor. Not by who acts for an outlet.",
)  # fmt: skip
def propose_policy(data: Data) -> Data:
    return ask("review.propose_policy", data)


@area.get(
    "/word-lists", access=READS_RULES, query=contracts.WordListsQuery(), answer=contracts.WordListPage(), paged=True,
    answer_example=page(examples.WORDS_SUMMARY) | {"may": ["propose_word_list"]},
    zh="词表各版本\n由新到旧；current=true 只看现行的。",
    en="Versions of the word lists\nNewest first; current=true gives those in use.",
)  # fmt: skip
def word_lists(data: Data) -> Data:
    return ask("review.word_lists", data)


@area.get(
    "/word-lists/shipped", access=READS_RULES, answer=contracts.ShippedWordLists(), answer_example=examples.SHIPPED,
    zh="随系统提供的词表\n常见错误称谓与规范用语、贬称、涉警敏感事项。采用之前不起作用；"
       "version 为本局同名词表现行的版本，0 为没有。",
    en="The word lists that come with the system\nMisnomers with their right form, demeaning words, matters to be read "
       "twice. They find nothing before one is adopted; `version` is that of the bureau's list of the name, 0: none.",
)  # fmt: skip
def shipped_word_lists() -> Data:
    return ask("review.shipped_word_lists", {})


@area.post(
    "/word-lists/trial", access=KEEPS, body=contracts.TryWords(), answer=contracts.WordsTrial(),
    example=examples.TRY_WORDS, answer_example=examples.WORDS_TRIAL,
    zh="试查词语\n这些词在最近提交的作品中会查出多少，不产生任何效果；繁体、全角与大小写视为相同，在较长词语之内的不另计。",
    en="Try words\nHow often these would have been found in what was handed in last, without effect. Traditional and "
       "full-width forms and case make no difference; what is inside a longer word of them is not counted again.",
)  # fmt: skip
def try_words(data: Data) -> Data:
    return ask("review.try_words", data)


@area.get(
    "/word-lists/<id:word_list>", access=READS_RULES, **WORDS,
    zh="查看词表\n某一版的全部词语。",
    en="One version of a word list\nWith all of its words.",
)  # fmt: skip
def word_list(word_list: str) -> Data:
    return ask("review.word_list", {"word_list": word_list})


@area.post(
    "/word-lists", access=KEEPS, body=contracts.ProposeWordList(), status=201, location="/v1/rule-proposals/{id}",
    example=examples.WORDS_INPUT, answer=contracts.ProposalView(), answer_example=examples.PROPOSAL,
    zh="提出修订词表\n附理由，由提出人以外的人确认后形成新的一版，对此后提交的稿件生效；繁体、全角与大小写视为相同，没有词语的一版即停用。",
    en="Propose a new version of a word list\nWith a reason. Once somebody else has confirmed it, it holds for what is "
       "handed in from then on. Traditional and full-width forms and case make no difference; a version without words "
       "finds nothing.",
)  # fmt: skip
def propose_word_list(data: Data) -> Data:
    return ask("review.propose_word_list", data)
