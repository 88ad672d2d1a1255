"""Figures that are quoted without saying who counted. A heading states none: its source is in the text below it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.contracts.review_terms import FindingRule
from shared.screening.names import HAN
from shared.screening.numbers import Spot
from shared.screening.passages import Passage

NUMBER = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*|百分之|千分之|[一二三四五六七八九十两]成|[一二三四五六七八九十两百千]+(?:倍"
    r"|番|多?起|余?人|万)"
)
VAGUE = re.compile(
    r"据(?:有关|相关|权威)?(?:部门|方面|机构)?(?:不完全)?(?:统计|测算|估算|估计|调查)|统计(?:显示"
    r"|表明|数据)|数据(?:显示|表明)|调查(?:显示"
    r"|表明)|研究(?:显示|表明)|有关资料|有(?:数据|统计)"
)
RATE = re.compile(
    r"(?:[0-9]+(?:\.[0-9]+)?[%‰]|百分之[一二三四五六七八九十百零点0-9]+|(?:[两二三四五六七八九]"
    r"|(?<=[占近约超])一|(?<=[降升加长少]了)一|(?<=[降升加长少])一)成(?!不变|数|把握|立"
    r"|功|为|年|人|员|果|本|都|就|绩|长|分|片|批|语|交|品|熟)|[0-9一二三四五六七八九十两百]+(?:\.[0-9]+)?倍"
    r"|翻了?(?:[一二两三四五0-9]+)?(?:番|倍))"
)
COMPARED = re.compile(r"(?:同比|环比|较去年|比去年|较上年|比上年|与去年)[^。;,]{0,16}(?:[0-9]|成|倍)")
_ORGAN = (
    rf"[{HAN}0-9a-z]{{0,16}}(?:局|部|厅|委|办|院|队|所|站|中心|政府|公司|协会|银行|法院|学会|联盟"
    rf"|集团|组织|总队|支队|大队|机关|部门|基金会|年鉴|报告|白皮书|公报|平台|工信部|公安部"
    rf"|警方|记者|课题组|智库|大学|媒体|社区|街道)"
)
NAMED = re.compile(
    rf"(?:据|从|由|来自|根据|按照|依据)(?!有关|相关|权威)[“\"《]?{_ORGAN}"
    rf"|{_ORGAN}[^。;]{{0,14}}?(?:统计|数据|通报|发布|公布|介绍|透露|消息|显示|披露|发言人|获悉|了解到"
    rf"|表示|提供|告诉|称|说)"
    rf"|(?:数据|资料|信息)?来源[:于为]|《[^》]{{2,30}}》[^。]{{0,6}}(?:显示|指出|表明|披露|公布|称"
    rf"|统计)|(?:介绍|通报|告诉|透露)(?:说|称|,|:)|发布会|报》|获悉|通报称"
)
# No statistics: tax, drink, terms of a law, what a fraud promises, batteries, and what somebody feels.
NOT_COUNTED = re.compile(
    r"利息|利率|年化|日息|收益|回报|返利|返现|佣金|手续费|提成|抽成|打折|折扣|优惠|酒精|超标|浓度"
    r"|含量|纯度|电量|电池|湿度|坡度|进度条|股份|占股|骗子|谎称|声称|承诺|稳赚|(?:满意|好评)率|100%(?:正品"
    r"|保证|的)|考了|百分之百|百分百"
    r"|第[一二三四五六七八九十百零0-9]+条|税率|罚款|滞纳金|度数|体重|限速|超速|超载|超员|超过规定"
    r"|时速|及格|答对|正确率为?|得分|倍(?:以上|以下)罚款|倍速|倍镜|加倍|中奖"
    r"|收视率|票房|利润|毛利|理赔|赔付|赔偿"
)
ALCOHOL = re.compile(r"酒精|毫克|mg/|醉驾标准|酒驾标准")
PLANNED = re.compile(r"目标|计划|力争|争取|确保|要求|力求|应达|不低于|须达|达标线|考核")


def unsourced(passage: Passage) -> Iterator[Spot]:
    """Figures of which neither their sentence nor the one before says whose they are."""
    seen = set[int]()
    for cue in passage.cues.get("figure", ()):
        start, end = passage.sentence(cue.start)
        if start in seen:
            continue
        found = _figure(passage, cue.start, start, end)
        if found is None:
            continue
        seen.add(start)
        before, _ = passage.sentence(cue.start, 1)
        if NAMED.search(passage.text, before, end) is None:
            yield Spot(FindingRule.UNSOURCED_FIGURE, *found)


def _figure(passage: Passage, place: int, start: int, end: int) -> tuple[int, int] | None:
    """The part of a sentence that quotes a figure."""
    text = passage.text
    if (vague := VAGUE.search(text, start, end)) and (number := NUMBER.search(text, vague.end(), end)):
        return vague.start(), number.end()
    if not passage.closed(place):
        return None
    if PLANNED.search(text, start, end) or ALCOHOL.search(text, start, end):
        return None
    if compared := COMPARED.search(text, start, end):
        return compared.span()
    for rate in RATE.finditer(text, start, end):
        if NOT_COUNTED.search(passage.clause(rate.start(), rate.end())) is None:
            return rate.span()
    return None
