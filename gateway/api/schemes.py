"""Schemes (计分办法): versioned data that the bureau scores by."""

from __future__ import annotations

from typing import Any

from marshmallow import fields as ma

from gateway import messages
from gateway.api import scoring_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.auth.access import SIGNED_IN, STAFF, only
from gateway.current import current
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import scoring as contracts

area = Area("schemes", zh="计分办法", en="Scoring schemes", service="scoring")

MANAGES = only(Role.SCORING_MANAGER)


class WordedProblem(contracts.SchemeProblem):
    """One fault of a scheme, and what it is in words."""

    message = ma.String(required=True)


class SchemeCheck(contracts.SchemeCheckView):
    """Whether data is a scheme, and what is wrong with it."""

    problems = ma.List(ma.Nested(WordedProblem), required=True)


VIEW: dict[str, Any] = {"answer": contracts.SchemeView(), "answer_example": examples.SCHEME}


@area.get(
    "/schemes", access=STAFF, query=contracts.SchemesQuery(), answer=contracts.SchemePage(), paged=True,
    answer_example=page(examples.SCHEME_SUMMARY) | {"may": ["try", "adopt"]},
    zh="计分办法列表\n由新到旧，最后是系统自带的县级办法。",
    en="Schemes\nNewest first; the shipped county scheme is the last.",
)  # fmt: skip
def schemes(data: Data) -> Data:
    return ask("scoring.schemes_list", data)


@area.post(
    "/schemes", access=MANAGES, body=contracts.AdoptScheme(), status=201, location="/v1/schemes/{id}",
    example=examples.SCHEME_INPUT, **VIEW,
    zh="发布计分办法\n自生效之日起首次刊发的作品按此计分；生效日不得在已截止的周期内。生效日已过的，有关作品随即重新计算。",
    en="Adopt a scheme\nFor works published first from its date on, which must not be in a closed period. When the "
       "date has passed, the works that it concerns are computed anew within moments.",
)  # fmt: skip
def adopt(data: Data) -> Data:
    return ask("scoring.adopt_scheme", data)


@area.post(
    "/schemes/check", access=MANAGES, body=contracts.CheckScheme(), answer=SchemeCheck(),
    example={"scheme": examples.DATA}, answer_example=examples.CHECK,
    zh="检查计分办法\n逐条指出问题的位置、规则与说明，不产生任何效果。",
    en="Check a scheme\nEvery fault with its place and rule, and in words; without effect.",
)  # fmt: skip
def check(data: Data) -> Data:
    found, locale = ask("scoring.check_scheme", data), current().locale
    problems = [each | {"message": messages.text(locale, each["rule"], each["params"])} for each in found["problems"]]
    return found | {"problems": problems}


@area.post(
    "/schemes/trial", access=MANAGES, body=contracts.TryDraft(), answer=contracts.TrialView(),
    example={"scheme": examples.DATA, "period": "2026-Q3", "limit": 50}, answer_example=examples.TRIAL | {"scheme": ""},
    zh="试算未发布的办法\n某一周期按所给的办法会是什么结果，不必先发布，不产生任何效果；办法有误的逐条指出。",
    en="Try a scheme that is not adopted\nWhat a period would be under the scheme that is given, without effect; every "
       "fault of it is told.",
)  # fmt: skip
def try_draft(data: Data) -> Data:
    return ask("scoring.try_draft", data)


@area.get(
    "/schemes/schema", access=STAFF, answer=contracts.SchemeFormView(), etag=True,
    answer_example={"schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}},
    zh="计分办法的格式\n计分办法数据的 JSON Schema，供编辑表单与校验使用。",
    en="The form of a scheme\nThe JSON Schema of its data, for forms and for checking while one writes.",
)  # fmt: skip
def form() -> Data:
    return ask("scoring.scheme_form", {})


@area.get(
    "/schemes/calls", access=SIGNED_IN, query=contracts.CallPointsQuery(), answer=contracts.CallPointsView(),
    answer_example={"points": "2.00", "per_work": "3.00", "per_quarter": "10.00"},
    zh="约稿加分\n征集承诺的加分，按现行计分办法一篇作品实得多少；办法无此项的为 0。以首次刊发当日的办法为准。",
    en="What calls give\nWhat a work has of what a call promises, by the scheme in force today; 0 where that gives "
       "nothing for calls. The scheme of the day of its first publication decides.",
)  # fmt: skip
def call_points(data: Data) -> Data:
    return ask("scoring.call_points", data)


@area.get(
    "/schemes/<id:scheme>", access=STAFF, **VIEW,
    zh="查看计分办法\n编号 county 为系统自带的县级办法。",
    en="One scheme\nThe id `county` is that of the shipped one.",
)  # fmt: skip
def scheme(scheme: str) -> Data:
    return ask("scoring.scheme", {"scheme": scheme})


@area.post(
    "/schemes/<id:scheme>/trial", access=MANAGES, body=contracts.TryScheme(exclude=("scheme",)),
    answer=contracts.TrialView(), example={"period": "2026-Q3", "limit": 50}, answer_example=examples.TRIAL,
    zh="试算\n某一周期按此办法会是什么结果，不产生任何效果；迟到的仍计入当时未截止的季度。",
    en="Try a scheme\nWhat a period would be under it, without effect; what came late counts in the quarter that was "
       "open then.",
)  # fmt: skip
def trial(scheme: str, data: Data) -> Data:
    return ask("scoring.try_scheme", {**data, "scheme": scheme})
