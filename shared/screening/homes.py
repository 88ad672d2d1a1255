"""Home addresses: where somebody is said to live, as far as the house; or any address as far as the room.

Police stations, windows, halls and offices have addresses, too, which the public has to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.contracts.review_terms import FindingRule
from shared.screening.names import HAN
from shared.screening.numbers import Spot
from shared.screening.passages import Cue, Passage

N = r"[0-9一二三四五六七八九十百零〇]"
# As far as a house: 滨江路88号, 李家村三组12号, 3号楼, 8幢502. A town or village alone is none.
_PART = rf"(?:[{HAN}a-z0-9·\-#()]|、(?={N}))"
HOUSE = re.compile(
    rf"(?:{_PART}{{0,30}}?)"
    rf"(?:(?:路|街|巷|弄|道|村|组|屯|社|里|胡同|大道|坊|庄|庄子|湾|镇|乡|小区|花园|家园|苑|城|公寓"
    rf"|新村|府|园|庭|宿舍|院|社区|区|港|墩|埭|岙|岭|坡|寨|营|屯|场)"
    rf"[东西南北中]?(?:附|甲|乙|临)?{N}{{1,5}}(?:-{N}{{1,4}}){{0,3}}(?:号楼|号院|号|幢|栋|座|弄|单元"
    rf"|组|社|队|户|室|#|区|期)"
    rf"|{N}{{1,4}}(?:号楼|幢|栋|座|单元)|{N}{{1,3}}-{N}{{1,3}}-{N}{{3,4}})"
    rf"(?:[东西南北]?{N}{{1,4}}(?:-{N}{{1,4}}){{0,2}}(?:号楼|号院|号|幢|栋|座|弄|单元|楼|层|组|室"
    rf"|户|房|期|区|#)?|[东西南北中](?:户|单元|侧|头)){{0,5}}"
)
LEAD = re.compile(r"(?:地址|地)?(?:[:]|为|是|在|于|位于|即|系)*")
# As far as the room, of wherever people live.
ROOM = re.compile(
    rf"(?:(?:{N}{{1,4}}|[a-z])(?:号楼|幢|栋|座|#楼|号院|#|楼(?={N}{{1,2}}单元)))"
    rf"(?:{N}{{1,3}}期)?(?:(?:{N}{{1,2}}|[东西南北中甲乙])单元)?(?:{N}{{1,2}}(?:楼|层))?"
    rf"(?:[0-9]{{3,4}}(?![0-9万元名人年])(?:室|户|号|房)?|{N}{{1,5}}(?:室|户|房)|[东西南北中](?:户|门))"
    rf"|{N}{{1,3}}-{N}{{1,2}}-[0-9]{{3,4}}(?:室|号|户)?|{N}{{1,2}}楼(?:[东西南北]户|{N}{{3,4}}室)"
    rf"|(?:{N}{{1,2}}|[东西南北])单元(?:{N}{{1,2}}(?:楼|层))?(?:[0-9]{{3,4}}(?:室|户|号)?|{N}{{1,5}}(?:室"
    rf"|户)|[东西南北](?:户|门))"
)
DWELLING = re.compile(
    rf"[{HAN}0-9]{{1,10}}?(?:小区|花园|家园|苑|公寓|新村|新城|小城|家属院|宿舍|府|城|园|庭|里|湾"
    rf"|院|社区|村|庄|华庭|名邸|山庄|巷|弄|路[0-9]+号|街[0-9]+号)"
    rf"(?:[东西南北a-z]区|{N}{{1,2}}(?:期|区))?(?:[0-9]+号)?\Z"
)
# Not homes: public places, and the rooms in which people work.
PUBLIC = re.compile(
    r"派出所|公安局|公安分局|交警队|大队|中队|支队|警务室|警务站|服务站|办公|办事|大厦|写字楼|政务"
    r"|服务中心|活动中心|融媒体|窗口|会议室|教室|教学楼|报告厅|医院|卫生院|学院|大学"
    r"|酒店|宾馆|饭店|旅馆|民宿|商场|超市|市场|园区|产业园|工厂|厂房|厂区|公司|律所|事务所|法院"
    r"|检察院|司法所|银行|网点|营业|指挥部|接访|接待|办证|受理|邮编|投稿|报名|展厅|场馆"
    r"|纪念馆|博物馆|图书馆|体育馆|派驻|消防站|消防救援|居委会|村委会|政府|单位|宿舍楼?改造|征集"
    r"|地点|集合|仓库|门店|店铺|商铺|售楼|党群"
)
RESIDENT = re.compile(r"派出所|公安局|公司|政府|银行|医院|酒店|宾馆|单位|法院|旅馆|窗口|大厦|村委会|居委会")
HOME = re.compile(r"的?(?:家(?!政|具|电|属|公司)|住宅|住处|住所|出租屋|租住|暂住)")
LEFT_OF = re.compile(r"^.*(?:位于|家住|在|于|到|住|是|的|进)(?=.{3})")
LIVES = re.compile(r"[,;(人者某]住(?![院宿户房手在址于])")
DISPLACED = re.compile(r"某|×|\*")


def homes(passage: Passage) -> Iterator[Spot]:
    """Where somebody lives."""
    reached = 0
    located = {cue.start for cue in passage.cues.get("located", ())}
    told = list[Spot]()
    cues = (*passage.cues.get("residence", ()), *_lives(passage.text), *passage.cues.get("located", ()))
    for cue in sorted(cues):
        _, end = passage.sentence(cue.start)
        lead = LEAD.match(passage.text, cue.end)
        first = lead.end() if lead else cue.end
        found = HOUSE.match(passage.text, first, min(end, first + 60))
        if found is None or found.end() <= reached:
            continue
        if cue.start in located and not HOME.match(passage.text, found.end()):
            continue
        if DISPLACED.search(found.group()) or RESIDENT.search(_up_to(passage, cue.start, found.end())):
            continue
        reached = found.end()
        told.append(Spot(FindingRule.HOME_ADDRESS, first, reached))
    yield from told
    covered = {place for spot in told for place in range(spot.start, spot.end)}
    for spot in _rooms(passage):
        if covered.isdisjoint(range(spot.start, spot.end)):
            yield spot


def _lives(text: str) -> Iterator[Cue]:
    """李某某,住滨江县…: how papers say it."""
    return (Cue(found.end() - 1, found.end(), "住") for found in LIVES.finditer(text))


def _up_to(passage: Passage, start: int, end: int) -> str:
    """The words of a clause up to a place and some behind it."""
    first = max(passage.sentence(start)[0], passage.text.rfind(",", 0, start) + 1)
    return passage.text[first : end + 4]


def _rooms(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    if not any(word in text for word in ("单元", "栋", "幢", "楼", "座", "#", "-")):
        return
    for found in ROOM.finditer(text):
        first, _ = passage.sentence(found.start())
        before = text[max(first, found.start() - 16) : found.start()]
        dwelling = DWELLING.search(before)
        if dwelling is None or PUBLIC.search(passage.clause(found.start(), found.end())):
            continue
        if DISPLACED.search(dwelling.group()):
            continue
        named = LEFT_OF.sub("", dwelling.group())
        yield Spot(FindingRule.HOME_ADDRESS, found.start() - len(named), found.end())
