"""What goes out to outlets in words of the bureau: activities, calls, minutes, answers to what they suggest. They
rightly say whom to call and where to come; numbers of identity and of accounts, marks of secrets and banned words leave
in none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from services.liaison.domain.activities.model import Activity
from services.liaison.domain.activities.outcomes import Minutes
from services.liaison.domain.calls import Call
from services.liaison.domain.material import MOST_TOLD, told
from shared.contracts.review_terms import FindingRule
from shared.errors import FieldProblem, Invalid
from shared.folding import Folding
from shared.screening import Words, found

BLOCKING: Final = frozenset({
    FindingRule.RESIDENT_ID, FindingRule.BANK_CARD, FindingRule.SECRET_MARK, FindingRule.BANNED_WORD,
})  # fmt: skip
# The rule that tells of a finding, by the field that it is in; forms that announce do not show the field itself.
RULES: Final = {
    "title": "announcing.in_title", "text": "announcing.in_text", "agenda": "announcing.in_agenda",
    "place": "announcing.in_place", "brief": "announcing.in_brief", "reason": "announcing.in_reason",
}  # fmt: skip
# Where a text stands in what was sent, and the text.
Said = tuple[str, str]


def of_activity(activity: Activity) -> list[Said]:
    """What an activity says to whom it invites."""
    return [(f"/{name}", getattr(activity, name)) for name in ("title", "text", "agenda", "place")]


def of_call(call: Call) -> list[Said]:
    """What a call says to whom it invites."""
    return [("/title", call.title), ("/brief", call.brief)]


def of_minutes(minutes: Minutes) -> list[Said]:
    """What outlets read of minutes: their text, and of the tasks those that can become a request of theirs."""
    tasks = [(f"/tasks/{number}/text", each.text) for number, each in enumerate(minutes.tasks) if each.outlet]
    return [("/text", minutes.text), *tasks]


def anew(said: Iterable[Said], before: Iterable[Said]) -> list[Said]:
    """Those of the texts that were not there before: what stands is not looked at again."""
    stood = {text for _, text in before}
    return [each for each in said if each[1] not in stood]


def require_clean(said: Iterable[Said], folding: Folding, words: Words) -> None:
    """Raises: Invalid with each finding: its field, rule and place."""
    if problems := findings(said, folding, words):
        raise Invalid("announcing.findings", problems=problems)


def findings(said: Iterable[Said], folding: Folding, words: Words) -> list[FieldProblem]:
    """What is found, each with its field and place; of many the first."""
    return list(islice(_findings(said, folding, words), MOST_TOLD))


def _findings(said: Iterable[Said], folding: Folding, words: Words) -> Iterator[FieldProblem]:
    for pointer, text in said:
        for each in found(text, folding, words):
            if each.rule in BLOCKING:
                yield FieldProblem(pointer, RULES[pointer.rpartition("/")[2]], told(each, text))
