"""Proposals of other rules (修订建议): one person proposes a policy or a word list, another one confirms it."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Choice, Form, Text, TrueFalse, cursor, identifier, limit, note
from shared.contracts.review.policies import MAX_REASON, PolicyRules, PolicyStage, WordListRules
from shared.contracts.review_terms import ProposalState, RuleField, RuleKind


class OnProposal(Form):
    """What is about one proposal."""

    proposal = identifier(required=True)


class ProposalQuery(OnProposal):
    """One proposal, with what it changes."""


class ConfirmProposal(OnProposal):
    """Have it hold from now on: by somebody else than who proposed it."""


class RefuseProposal(OnProposal):
    """Leave what stands as it is, and say why: by somebody else than who proposed it."""

    reason = Text(MAX_REASON, required=True)


class WithdrawProposal(OnProposal):
    """Take back what one proposed oneself."""


class ProposalsQuery(Form):
    """Proposals, newest first."""

    state = Choice(ProposalState)
    kind = Choice(RuleKind)
    others = TrueFalse(metadata=note("True: only those that somebody else made."))
    cursor = cursor()
    limit = limit()


class RuleChange(Schema):
    """A difference between what stood and what is proposed. Roles are codes with commas between them."""

    field = ma.Enum(RuleField, by_value=True, required=True)
    category = ma.String(required=True, metadata=note("Of `stages`: whose; else empty."))
    sensitivity = ma.String(required=True, metadata=note("Of `stages`: of which works; else empty."))
    word = ma.String(required=True, metadata=note("Of `word`: which; its texts are what to write instead."))
    before = ma.String(required=True, allow_none=True, metadata=note("Null of what was not there."))
    after = ma.String(required=True, allow_none=True, metadata=note("Null of what is there no more."))
    before_stages = ma.List(ma.Nested(PolicyStage), required=True)
    after_stages = ma.List(ma.Nested(PolicyStage), required=True)


class ProposalSummary(Schema):
    """A proposal."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    kind = ma.Enum(RuleKind, by_value=True, required=True)
    list = ma.String(required=True, metadata=note("Of a word list its name; else empty."))
    title = ma.String(required=True)
    base = ma.Integer(required=True, metadata=note("The version that it is to replace; 0: the one shipped, or none."))
    state = ma.Enum(ProposalState, by_value=True, required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    until = ma.AwareDateTime(required=True, metadata=note("It ends then if nobody has confirmed it."))
    reason = ma.String(required=True)
    decided_by = ma.String(required=True, metadata=note("Who ended it, whichever way; empty for time."))
    decided_at = ma.AwareDateTime(required=True, allow_none=True)
    decided_reason = ma.String(required=True, metadata=note("Why it was refused."))


class ProposalView(ProposalSummary):
    """A proposal with all that it says, what it changes, and what whoever asks may do."""

    policy = ma.Nested(PolicyRules, required=True, allow_none=True)
    word_list = ma.Nested(WordListRules, required=True, allow_none=True)
    changes = ma.List(ma.Nested(RuleChange), required=True)
    may = ma.List(ma.String(), required=True, metadata=note("Of confirm, refuse, withdraw."))


class ProposalPage(Schema):
    """A page of proposals."""

    items = ma.List(ma.Nested(ProposalSummary), required=True)
    next = ma.String(required=True, allow_none=True)
