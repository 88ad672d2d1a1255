"""Contract, service and messages agree."""

from __future__ import annotations

import inspect

import pytest

from services.submission.service import SubmissionService
from shared.contracts import submission as contracts
from shared.events import OUTLET_FACTS
from tests.services.submission.desk import COMMANDS, QUERIES
from tests.services.texts import codes, messages, values_named
from tests.support.services import OF_EVERY

HEARD = {
    "account_changed", "outlet_changed", "review_decided", "topic_kept", "topics_ruled", "call_changed",
    "request_answered", *OF_EVERY,
}  # fmt: skip
RAISING = (
    "services/submission",
    "shared/contracts/submission",
    "shared/months.py",
    "shared/contracts/months.py",
    "gateway/files/references.py",
)


@pytest.mark.parametrize("method", [*COMMANDS, *QUERIES])
def test_the_service_has_every_method_of_the_contract(method: str) -> None:
    kind, schema = ("command", COMMANDS[method]) if method in COMMANDS else ("query", QUERIES[method])
    source = inspect.getsource(getattr(SubmissionService, method).__wrapped__)
    assert f"@{kind}(contracts.{schema.__name__})" in source


def test_the_contract_has_every_method_of_the_service() -> None:
    decorated = {
        name for name, member in inspect.getmembers(SubmissionService) if hasattr(member, "nameko_entrypoints")
    }
    assert decorated - HEARD == set(COMMANDS) | set(QUERIES)
    assert len(OUTLET_FACTS) > 10


def test_what_the_gateway_adds_to_an_input_is_the_only_difference() -> None:
    pairs = [
        (contracts.SubmissionInput, contracts.CreateSubmission),
        (contracts.RevisionInput, contracts.ReviseSubmission),
    ]
    for outer, inner in pairs:
        assert inner().fields.keys() - outer().fields.keys() <= {"readings"}
        assert outer().fields.keys() <= inner().fields.keys()
    assert set(contracts.AttachmentInput().fields) == {"file", "name", "media_type", "sha256", "size"}


COMPOSED = {
    "moment.future",
    "metrics.before_publication",
    "attachment.not_own",
    "attachment.kind",
    "attachment.picture",
    "attachment.size",
    "attachment.private",
    "attachment.elsewhere",
    "publication.url_required",
}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_code_has_a_message(locale: str) -> None:
    assert (codes(*RAISING) | COMPOSED) - set(messages(locale)) == set()


def test_both_languages_name_the_same_values() -> None:
    zh, en = messages("zh", "submission"), messages("en", "submission")
    assert zh.keys() == en.keys() and all(zh.values()) and all(en.values())
    assert {code.removesuffix(".over") for code in zh} - codes(*RAISING) - COMPOSED == set()
    for code in zh:
        assert values_named(zh[code]) == values_named(en[code]), code
