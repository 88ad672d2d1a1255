"""Rankings (排名) and why they are so; finalised ones are public."""

from __future__ import annotations

from marshmallow import Schema

from gateway.api import scoring_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.api.scoring import SEES
from gateway.auth.access import PUBLIC
from gateway.current import current
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import Actor
from shared.contracts import scoring as contracts

area = Area("rankings", zh="排名", en="Rankings", service="scoring")

PUBLIC_QUERY = contracts.PublicRankingQuery(exclude=("period",))


@area.get(
    "/periods/<id:period>/ranking", access=SEES, query=contracts.RankingQuery(exclude=("period",)), paged=True,
    answer=contracts.RankingPage(), answer_example=examples.RANKING,
    zh="排名\n某一类别或全部媒体；媒体自公示起可见。并列的同名次，附与上一已定榜周期相比的升降。",
    en="A ranking\nOf a category or of all; outlets see it once it is public. Equals share a place; movement is "
       "against the last finalised period.",
)  # fmt: skip
def ranking(period: str, data: Data) -> Data:
    return ask("scoring.ranking", {**data, "period": period})


@area.get(
    "/periods/<id:period>/ranking/<id:outlet>", access=SEES, paged=True, answer=contracts.ExplanationView(),
    query=contracts.ExplanationQuery(exclude=("period", "outlet")), answer_example=examples.EXPLANATION,
    zh="名次说明\n为何是这个分数：逐件作品、逐条规则，文字说明（依 Accept-Language）与数据并列。",
    en="Why an outlet stands where it does\nDown to the work and the rule, in words (by Accept-Language) and as data.",
)  # fmt: skip
def explanation(period: str, outlet: str, data: Data) -> Data:
    return ask("scoring.explanation", {**data, "period": period, "outlet": outlet})


@area.get(
    "/rankings", access=PUBLIC, query=contracts.PublicRankingsQuery(), paged=True, etag=True,
    answer=contracts.SignedPeriods(), answer_example=page(examples.SIGNED_PERIOD),
    zh="公开榜单列表\n任何人可查某公安局已定榜的周期，由近及远；附签发人、签发时间与数据摘要。",
    en="Public rankings\nThe finalised periods of a bureau, the latest first, for anyone: who signed it, when, and the "
       "digest.",
)  # fmt: skip
def public_rankings(data: Data) -> Data:
    return _for_anyone("scoring.public_rankings", contracts.PublicRankingsQuery(), data)


@area.get(
    "/rankings/<id:period>", access=PUBLIC, query=PUBLIC_QUERY, paged=True, answer=contracts.RankingPage(),
    answer_example=examples.RANKING,
    zh="公开榜单\n任何人可查已定榜的排名；须给出公安局的行政区划代码。",
    en="A public ranking\nAnyone, once it is finalised; names the bureau by its code.",
)  # fmt: skip
def public_ranking(period: str, data: Data) -> Data:
    return _for_anyone("scoring.public_ranking", PUBLIC_QUERY, data, period=period)


def _for_anyone(method: str, query: Schema, data: Data, **parts: str) -> Data:
    """An answer about the bureau that the query names: nobody is signed in. Raises: Invalid."""
    anyone = current().context_of(Actor("", validation.load(query, data)["bureau"]))
    found: Data = runtime().rpc.call(method, {**data, **parts}, anyone)[0]
    return found
