"""Rules by which publications need no liaison (自核规定), in versions."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Choice, Form, Pattern, Text, cursor, identifier, limit, note, several, whole
from shared.contracts.outlet_terms import Category
from shared.contracts.submission.reports import MAX_NUMBER
from shared.contracts.submission_terms import Condition, Covered

MAX_RULES = 20
CONDITIONS = "own_channel, channel_verified, at_channel_level and on_channel_host are asked whether named or not."
COVERS = "What the report may say of placement and length; else it is in a normal place and says no length."
RULE_ID = r"^[a-z][a-z0-9_]{0,39}$"


class SelfVerificationRule(Form):
    """What is verified by itself: a publication on the outlet's own verified channel, at the channel's level and
    address, that meets all other conditions too, of outlets of these categories."""

    id = ma.String(
        required=True,
        validate=Pattern(RULE_ID, "verification.rule_id"),
        metadata=note("Names the rule in publications and points, such as own_channel."),
    )
    name = Text(60, required=True)
    conditions = several(Choice(Condition), len(Condition), load_default=list, metadata=note(CONDITIONS))
    categories = several(Choice(Category), len(Category), load_default=list, metadata=note("None: of all outlets."))
    covers = several(Choice(Covered), len(Covered), load_default=list, metadata=note(COVERS))


class AdoptVerificationPolicy(Form):
    """A new version, for what is reported or corrected from then on. Without rules nobody verifies themselves."""

    title = Text(100, required=True)
    rules = several(SelfVerificationRule, MAX_RULES, required=True)
    metrics_proof_from = whole(
        0,
        MAX_NUMBER,
        allow_none=True,
        load_default=None,
        metadata=note("Metrics of which any number is so high are refused without proof; 0: all, null: none."),
    )


class VerificationPolicyView(AdoptVerificationPolicy):
    """A version of the rules. Version 0 is the one that is shipped."""

    id = ma.String(required=True, metadata=note("The version, as it stands in a path."))
    version = ma.Integer(required=True)
    current = ma.Boolean(required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True, allow_none=True)


class VerificationPolicyPage(Schema):
    """A page of versions."""

    items = ma.List(ma.Nested(VerificationPolicyView), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("adopt, of who may."))


class VerificationPoliciesQuery(Form):
    """The versions of the rules, newest first."""

    cursor = cursor()
    limit = limit()


class VerificationPolicyQuery(Form):
    """One version, by its number."""

    policy = identifier(required=True)
