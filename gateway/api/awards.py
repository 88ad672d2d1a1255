"""Awards (表彰奖励) by the scheme's rules from a finalised ranking, their delivery, who verifies certificates."""

from __future__ import annotations

from flask import Response

from gateway.api import award_examples as examples
from gateway.api.ask import ask
from gateway.api.downloads import served, small
from gateway.api.examples import page
from gateway.api.verifying import verified
from gateway.auth.access import PUBLIC, Access, only
from gateway.current import asking
from gateway.files.records import FileRecord
from gateway.files.references import PICTURES, require_own
from gateway.files.schemas import Download, Thumbnail
from gateway.files.thumbnails import MEDIA_TYPE
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import STAFF_ROLES, Role
from shared.contracts import scoring_awards as contracts
from shared.errors import NotFound

area = Area("awards", zh="表彰奖励", en="Awards", service="scoring")

OWN = frozenset({Role.OUTLET_MEMBER, Role.OUTLET_OWNER})
SEES = Access(OWN | STAFF_ROLES)
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
    "/awards/<id:award>/photo", access=SEES, audited=True, media_type="*/*", query=Download(), ranged=True,
    zh="交付照片\n登记交付时所附的照片，限可以查看该表彰奖励的人；每次下载均留痕。没有照片时 404。",
    en="The photo of a delivery\nFor those who may see the award; every download is on the audit trail. 404 where "
       "there is none.",
)  # fmt: skip
def photo(award: str, data: Data) -> Response:
    inline = validation.load(Download(), data)["inline"]
    return served(_photo(award), inline=inline)


@area.get(
    "/awards/<id:award>/photo/thumbnail", access=SEES, audited=True, media_type=MEDIA_TYPE, query=Thumbnail(),
    zh="交付照片缩略图\nWebP，长边 256 或 512 像素；权限与下载该照片相同，同样留痕。没有照片时 404。",
    en="A small picture of a delivery's photo\nAs WebP with 256 or 512 pixels on its longer side; for those who may "
       "download it, and on the audit trail as well. 404 where there is none.",
)  # fmt: skip
def thumbnail(award: str, data: Data) -> Response:
    return small(_photo(award), validation.load(Thumbnail(), data)["size"])


def _photo(award: str) -> FileRecord:
    """The photo of a delivery that the caller may see. Raises: NotFound."""
    delivery = ask("scoring.award", {"award": award})["delivery"] or {}
    if not (file := delivery.get("photo")):
        raise NotFound("file.unknown")
    return runtime().files.find(file, asking().bureau)


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
