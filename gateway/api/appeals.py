"""Appeals (申诉) against scores in a publicised period. The scoring service decides."""

from __future__ import annotations

from flask import Response

from gateway.api import award_examples as examples
from gateway.api.ask import ask
from gateway.api.downloads import served
from gateway.api.examples import page
from gateway.auth.access import Access, only
from gateway.current import asking
from gateway.files.references import require_own
from gateway.files.schemas import Download
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import STAFF_ROLES, Role
from shared.contracts import scoring_awards as contracts
from shared.errors import NotFound

area = Area("appeals", zh="申诉", en="Appeals", service="scoring")

OWN = frozenset({Role.OUTLET_MEMBER, Role.OUTLET_OWNER})
SEES = Access(OWN | STAFF_ROLES)
VIEW = contracts.AppealView()
OPEN = contracts.OpenAppeal(exclude=("period",))


@area.post(
    "/periods/<id:period>/appeals", access=Access(OWN), body=OPEN, status=201, location="/v1/appeals/{id}",
    answer=VIEW, example=examples.APPEAL_INPUT, answer_example=examples.APPEAL,
    zh="提出申诉\n公示期内（含最后一天）由本媒体成员提出；每家媒体每个周期同时只能有一件未答复的申诉。",
    en="Appeal\nBy people of the outlet while the ranking is publicised, up to and including its last day; one open "
       "appeal per outlet and period.",
)  # fmt: skip
def open_appeal(period: str, data: Data) -> Data:
    given = validation.load(OPEN, data)
    evidence = [(f"/evidence/{number}", file) for number, file in enumerate(given["evidence"])]
    require_own(runtime().files, asking(), evidence)
    return ask("scoring.open_appeal", {**data, "period": period})


@area.get(
    "/periods/<id:period>/appeals", access=SEES, query=contracts.AppealsQuery(exclude=("period",)),
    answer=contracts.AppealPage(), paged=True, answer_example=page(examples.APPEAL),
    zh="申诉列表\n由新到旧；媒体成员只看到本媒体的。",
    en="The appeals of a period\nNewest first; people of outlets see their own.",
)  # fmt: skip
def appeals(period: str, data: Data) -> Data:
    return ask("scoring.appeals_list", {**data, "period": period})


@area.get(
    "/appeals/<id:appeal>", access=SEES, answer=VIEW, etag=True, answer_example=examples.APPEAL,
    zh="查看申诉\n答复与更正也在其中；媒体成员只能看本媒体的。",
    en="One appeal\nWith its answer and corrections; people of outlets see their own.",
)  # fmt: skip
def appeal(appeal: str) -> Data:
    return ask("scoring.appeal", {"appeal": appeal})


@area.get(
    "/appeals/<id:appeal>/evidence/<id:file>", access=SEES, audited=True, media_type="*/*", query=Download(),
    ranged=True,
    zh="下载申诉材料\n限可以查看该申诉的人；每次下载均留痕。",
    en="Download evidence of an appeal\nFor those who may see the appeal; every download is on the audit trail.",
)  # fmt: skip
def evidence(appeal: str, file: str, data: Data) -> Response:
    inline = validation.load(Download(), data)["inline"]
    if file not in ask("scoring.appeal", {"appeal": appeal})["evidence"]:
        raise NotFound("file.unknown")
    return served(runtime().files.find(file, asking().bureau), inline=inline)


@area.post(
    "/appeals/<id:appeal>/answer", access=only(Role.SCORING_MANAGER), answer=VIEW, etag=True,
    body=contracts.AnswerAppeal(exclude=("appeal",)), example=examples.ANSWER, answer_example=examples.APPEAL,
    zh="答复申诉\n成立的须给出更正：冲销某笔积分，或按事由补记、扣减；更正作为新的流水记入并注明本申诉。",
    en="Answer an appeal\nOne that is upheld comes with corrections: entries reversed, points added or taken with what "
       "for; they are new entries that name the appeal.",
)  # fmt: skip
def answer(appeal: str, data: Data) -> Data:
    return ask("scoring.answer_appeal", {**data, "appeal": appeal})
