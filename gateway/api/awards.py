"""Awards (表彰奖励) by the scheme's rules from a finalised ranking, their delivery, who verifies certificates."""

from __future__ import annotations

from gateway.api import award_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.api.verifying import verified
from gateway.auth.access import PUBLIC, Access, only
from gateway.current import asking
from gateway.files.references import PICTURES, require_own
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import BUSINESS_ROLES, Role
from shared.contracts import scoring_awards as contracts

area = Area("awards", zh="表彰奖励", en="Awards", service="scoring")

OWN = frozenset({Role.OUTLET_MEMBER, Role.OUTLET_OWNER})
SEES = Access(OWN | BUSINESS_ROLES)
VIEW = contracts.AwardView()
DELIVER = contracts.DeliverAward(exclude=("award",))


@area.post(
    "/periods/<id:period>/awards", access=only(Role.SCORING_MANAGER), answer=contracts.GrantView(),
    answer_example=examples.GRANT,
    zh="授予表彰奖励\n按计分办法的规则，由已定榜的排名产生；重复执行不会重复授予。",
    en="Grant awards\nBy the rules of the scheme from the finalised ranking; a repeat grants nothing twice.",
)  # fmt: skip
def grant(period: str) -> Data:
    return ask("scoring.grant_awards", {"period": period})


@area.get(
    "/periods/<id:period>/awards", access=SEES, query=contracts.AwardsQuery(exclude=("period",)),
    answer=contracts.AwardPage(), paged=True, answer_example=page(examples.AWARD),
    zh="表彰奖励列表\n媒体成员只看到本媒体的。",
    en="The awards of a period\nPeople of outlets see their own.",
)  # fmt: skip
def awards(period: str, data: Data) -> Data:
    return ask("scoring.awards_list", {**data, "period": period})


@area.get(
    "/awards/<id:award>", access=SEES, answer=VIEW, etag=True, answer_example=examples.AWARD,
    zh="查看表彰奖励\n依据的规则、名次、积分与交付情况；媒体成员只能看本媒体的。",
    en="One award\nThe rule, place and points that it rests on, and its delivery; people of outlets see their own.",
)  # fmt: skip
def award(award: str) -> Data:
    return ask("scoring.award", {"award": award})


@area.post(
    "/awards/<id:award>/delivery", access=only(Role.LIAISON), body=DELIVER, answer=VIEW, etag=True,
    example=examples.DELIVERY, answer_example=examples.AWARD,
    zh="登记交付\n何时、由谁交给谁；公安礼包须附照片。",
    en="Record a delivery\nWhen, by whom and to whom; a gift pack needs a photo.",
)  # fmt: skip
def deliver(award: str, data: Data) -> Data:
    given = validation.load(DELIVER, data)
    photo = [("/photo", given["photo"])] if "photo" in given else []
    require_own(runtime().files, asking(), photo, types=PICTURES)
    return ask("scoring.deliver_award", {**data, "award": award})


@area.get(
    "/certificates/<id:code>", access=PUBLIC, answer=contracts.CertificateView(), answer_example=examples.CERTIFICATE,
    errors=(429,),
    zh="核验证书\n任何人都可以用证书上的代码核验；不分大小写，连字符可省，O 与 0、I、L 与 1 相同。有频次限制。",
    en="Verify a certificate\nAnyone may, with the code on it, in any spelling: no hyphens, small letters, O for 0. "
       "So many a minute.",
)  # fmt: skip
def certificate(code: str) -> Data:
    found = verified("scoring.certificate", code)
    return found | {"issuer": runtime().people.accounts.bureau_name(found["bureau"])}
