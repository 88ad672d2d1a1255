"""Who must not be named: minors in a case, victims, witnesses and informants; suspects in full, before a verdict.

A statute that speaks of 被害人, a film, a wanted notice, a verdict, an anonymous 张某 name nobody of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from shared.contracts.review_terms import FindingRule
from shared.screening.names import HAN, name_at, name_before, named_otherwise, names_from
from shared.screening.numbers import Spot
from shared.screening.passages import Cue, Passage

# Sentences of which the same is asked again and again.
ASKED = 64
ADULT, EIGHTEEN = 18, "一二三四五六七八九十"
# What makes a text one of a case: without it a pupil who wins a prize is named by right.
HARM = re.compile(
    r"案|报警|侵害|猥亵|性侵|强奸|拐|走失|失踪|走丢|诈骗|被骗|受骗|骗走|殴打|被打|打伤|打架|欺凌"
    r"|霸凌|盗窃|偷|嫌疑|抓获|受害|被害|遇害|解救|溺水|落水"
    r"|离家出走|轻生|跳楼|自杀|自残|割腕|家暴|虐待|遗弃|伤害|抢劫|涉嫌|讯问|询问|笔录|到案|吸毒"
    r"|寻衅|斗殴|训诫|矫治|专门学校|处罚|违法|犯罪|受伤|车祸|事故|身亡|死亡"
    r"|勒索|敲诈|裸聊|堕胎|怀孕|网瘾|偷拍|侮辱|跟踪|尾随|逃学|出走|打(?:他|她|骂|人|孩子)"
)
# Talk of how to prevent it is no case.
TAUGHT = re.compile(
    r"(?:反|防|预防|防范|拒绝|远离|严防|谨防|抵制)(?:电信|网络|校园|学生|暑期|未成年人|青少年)*"
    r"(?:诈骗?|骗|溺水|欺凌|霸凌|拐骗?|性侵害?|家暴|侵害|犯罪|违法犯罪|事故|走失|伤害|盗|毒)|防拐"
    r"|全民反诈|安全事故|交通事故(?:预防|防范)|法治副校长"
    r"|(?:案例|案件)(?:宣讲|讲解|教学)|办案|方案|答案|图案|档案|文案|教案|提案"
)
AGE = re.compile(r"([0-9]{1,2}|[一二三四五六七八九]?十?[一二三四五六七八九]?)(?:多)?\Z")
KIND = re.compile(
    r"(?:的)?(?:男孩子?|女孩子?|男童|女童|少年|少女|儿童|幼童|幼女|男生|女生|小?学生|初中生|高中生"
    r"|中学生|孩子|小朋友|男子|女子|小孩|小伙)?"
)
ROLE = re.compile(r"(?:的)?(?:犯罪)?(?:嫌疑人|被害人|受害人|受害者|证人|子女|男子|女子)?")
AGES = frozenset({"岁", "周岁"})
# Of these some are of age: their school tells, their name alone does not.
# 大学生, 研究生, 留学生.
OF_AGE = frozenset("大究留")
PUPILS = frozenset({"女生", "男生", "就读", "就读于"})
OLD = re.compile(
    r"(?:\(|,|\(?(?:男|女)(?:孩|生|童)?,?|今年|年仅|现年|刚满|才|仅|时年|只有|不满|未满|汉族,?|出生,?|学生,?){0,5}\Z"
)
SCHOOL = re.compile(
    rf"[{HAN}0-9]{{2,14}}?(?:小学(?!生)|中学(?!生)|初级中学|高级中学|初中(?!生)|高中(?!生)|幼儿园"
    rf"|实验学校|外国语学校|特殊教育学校|职业学校|职专|职高|中专|附中|附小|[一二三四五六七八九十]中(?![学生])"
    rf"|[一二三四五六七八九十]小(?!学)|镇中(?!学)|镇小(?!学)"
    r"|(?:希望|寄宿|体育|民族|九年一贯制|文武|武术|艺术|技工|聋哑|双语|中心)学校)"
    rf"(?:[高初]?[一二三四五六七八九0-9]{{1,2}}\(?[一二三四五六七八九0-9]{{0,2}}\)?(?:年级|年|班)(?:\(?[一二三四"
    rf"五六七八九十0-9]{{1,2}}\)?班)?)?"
)
UNNAMED_SCHOOL = re.compile(
    r"某|×|\*|哪|名|一所|这所|该校|当地|附近|所在|辖区|全[县市区省国]|各|乡镇|城区|农村|我[县市区]"
    r"|本[县市区]|职业|普通|所有|部分|多所|几所|中小学|公办|民办|寄宿制"
    r"|专门学校|两所|^(?:就读|读|上|在|小|的)?(?:小学|中学|初中|高中|学校|幼儿园)"
)
ATTENDS = re.compile(
    r".*(?:就读于?|在读于|毕业于|读书于|上学于|考入|系|是|为|自|于|来自|在|到|至|从|由|校园|位于"
    r"|的)"
)
PARENT = re.compile(
    r"(?:法定代理人|其|(?<=[,。;:、])|孩子的?|女童的?|男童的?|女孩的?|男孩的?|学生的?|生)(?:父母"
    r"|父亲|母亲|(?<=法定代理人)"
    r"|爸爸|妈妈|父|母|奶奶|爷爷|外婆|外公|监护人|班主任)"
)

STATUTE = re.compile(r"第[一二三四五六七八九十百零0-9]+条|《[^》]*(?:法|规定|条例|解释|办法)[^》]*》|规定[:,]")
VERDICT = re.compile(
    r"判决|判处|被判|获刑|有期徒刑|无期徒刑|死刑|死缓|服刑|刑满|监狱|监区|改造|减刑|假释|社区矫正"
    r"|越狱|脱逃|生效|押犯|在押|狱警|一审|二审|终审|宣判|劳改"
    r"|定罪|刑罚"
)
JUDGED = re.compile(r"判决|判处|被判|获刑|有期徒刑|无期徒刑|死刑|死缓|宣判")
WANTED = re.compile(r"辟谣|谣言|不实|通缉|悬赏|协查通报|协查通告|敦促.{0,12}投案")
STAGE = re.compile(
    r"抓获|抓捕|落网|刑拘|刑事拘留|到案|归案|被抓|被捕|逮捕|批捕|移送|移交|审查起诉|侦查(?!员|人员|队)|讯问|审讯"
    r"|供述|交代|供认|押解|追捕|擒获|锁定|控制|带回|揪出|被擒|拿下|取保候审"
    r"|监视居住|涉嫌|投案|自首|现身|潜逃|作案|抓住|追逃|现形|一网打尽|指认现场|捣毁|打掉|查获|抓到|狡辩"
)
FICTION = re.compile(
    r"电影|影片|电视剧|剧中|剧集|小说|饰演|扮演|话剧|短剧|微电影|剧本|片中|悬疑|情景剧|《[^》]{1,20}》(?:上映"
    r"|开播|热播|定档|票房)"
)
IN_TALK = re.compile(r"严厉打击|依法打击|重拳打击|对.{0,10}(?:形成|保持).{0,6}(?:震慑|高压)|震慑")
SAID_BEFORE = re.compile(
    r"(?:作为|身为|担任|当|成为)(?:本案|该案|此案|这起案件|一名)?的?(?:关键|主要|唯一)?\Z"
    r"|(?:系|是|为)(?:本案|该案|此案|这起案件|一名)?的?(?:关键|主要|唯一)?\Z"
    r"|等[0-9一二三四五六七八九十]+(?:名|人|个)(?:犯罪)?\Z|\((?:本案|该案)?的?\Z"
)
HURT = re.compile(
    r"(?:\([^)]{1,20}\))?(?:在[^,。]{1,12})?(?:不幸)?(?:被骗|被害|遇害|被打|被砍|被捅|被抢|被盗"
    r"|被拐|被侵|被猥亵|被强奸|遭|受伤|死亡|身亡|受骗|报警|报案|举报)"
)
DISPOSED = re.compile(
    r"刑拘|刑事拘留|行政拘留|(?:被|当场|依法|成功)[^。,]{0,10}(?:抓获|查获|控制|逮捕|拘留|处罚)"
    r"|落网|到案|归案|取保候审|批捕|被抓|吸毒|醉驾|酒驾|肇事逃逸"
)
CHARGED = re.compile(r"涉嫌[^,。;!?\n]{2,10}的(?:犯罪)?(?:嫌疑人|男子|女子)?")
HEAD = re.compile(rf"以([{HAN}]{{2,3}})为(?:首|头目|主犯|骨干)")
BETWEEN = re.compile(r"(?:\([^)]{1,20}\))?(?:等[0-9一二三四五六七八九十]+人)?,?(?:因|由于)?")
# What commissions of discipline tell of officials is told by name.
DISCIPLINE = re.compile(r"违纪|纪委|监委|监察")
SCENE = re.compile(
    r"^(?:的(?:妻子|丈夫|父亲|母亲|儿子|女儿|哥哥|弟弟|姐姐|妹妹|家属|邻居|朋友|同事|爱人|父母)"
    r"|家属|(?:之|的)?(?:夫|妻|父|母|子|女))"
)


def minors(passage: Passage) -> Iterator[Spot]:
    """Names, schools and parents of minors in a case."""
    if named_otherwise(passage.text):
        return
    seen = set[tuple[int, int]]()
    for cue in passage.cues.get("minor", ()):
        if cue.word in AGES and not _young(passage.text, cue):
            continue
        if passage.text[cue.start - 1 : cue.start] in OF_AGE or not _in_case(passage, cue.start):
            continue
        yield from _minor_named(passage, cue)
        sentence = passage.sentence(cue.start)
        if sentence not in seen:
            seen.add(sentence)
            yield from _parents(passage, *sentence)
            yield from _schools(passage, *sentence)


def victims(passage: Passage) -> Iterator[Spot]:
    """Names of victims, witnesses, informants, and of their kin."""
    yield from _cued(passage, "protected", FindingRule.VICTIM, lambda said: FICTION.search(said) is not None)
    for start, end in _anybody(passage):
        if HURT.match(passage.text, end):
            yield Spot(FindingRule.VICTIM, start, end)


def suspects(passage: Passage) -> Iterator[Spot]:
    """Suspects by their full names, and those who are called convicts before a court has said so."""
    yield from _cued(passage, "suspect", FindingRule.SUSPECT, _named_by_right)
    if not named_otherwise(passage.text):
        yield from _said_to_have(passage)
    for start, end in _anybody(passage):
        if DISPOSED.search(passage.said(start)) and not _named_by_right(passage.said(start)):
            yield Spot(FindingRule.SUSPECT, start, end)
    for charged in CHARGED.finditer(passage.text):
        over = name_at(passage.text, charged.end())
        if over is not None and not _named_by_right(passage.said(charged.start())):
            yield Spot(FindingRule.SUSPECT, charged.end(), over)
    for head in HEAD.finditer(passage.text):
        if name_at(passage.text, head.start(1)) == head.end(1) and not _named_by_right(passage.said(head.start())):
            yield Spot(FindingRule.SUSPECT, *head.span(1))
    for cue in passage.cues.get("convict", ()):
        if _condemned(passage, cue):
            yield Spot(FindingRule.SUSPECT, cue.start, cue.end)


def _cued(passage: Passage, kind: str, rule: FindingRule, allowed: Callable[[str], bool]) -> Iterator[Spot]:
    text = passage.text
    cues = passage.cues.get(kind, ())
    if not cues or named_otherwise(text):
        return
    for cue in cues:
        said = passage.said(cue.start)
        if allowed(said):
            continue
        place = cue.end
        if kin := SCENE.match(text[place : place + 8]):
            place += kin.end()
        yield from (Spot(rule, start, end) for start, end in names_from(text, place))
        start, _ = passage.sentence(cue.start)
        if before := SAID_BEFORE.search(text, start, cue.start):
            named = name_before(text, start, before.start())
            if named is not None:
                yield Spot(rule, *named)


def _anybody(passage: Passage) -> Iterator[tuple[int, int]]:
    """男子张伟, 村民李大壮: full names of whom a text tells as of anybody."""
    if passage.cues.get("anybody") and not named_otherwise(passage.text):
        for cue in passage.cues["anybody"]:
            yield from names_from(passage.text, cue.end)


def _said_to_have(passage: Passage) -> Iterator[Spot]:
    """张三(男,35岁)因涉嫌盗窃被刑拘: whoever is named so at the beginning of a sentence that tells it."""
    text = passage.text
    for cue in passage.cues.get("suspect", ()):
        if cue.word != "涉嫌" or not passage.closed(cue.start):
            continue
        start, _ = passage.sentence(cue.start)
        end = name_at(text, start)
        if end is None or _named_by_right(passage.said(start)) or DISCIPLINE.search(passage.said(start)):
            continue
        if BETWEEN.fullmatch(text, end, cue.start):
            yield Spot(FindingRule.SUSPECT, start, end)


@lru_cache(ASKED)
def _named_by_right(said: str) -> bool:
    return any(pattern.search(said) for pattern in (WANTED, JUDGED, FICTION))


def _condemned(passage: Passage, cue: Cue) -> bool:
    """Whether somebody is called guilty in a text that tells of no verdict."""
    said = passage.said(cue.start)
    around = passage.said(cue.start, 1)
    if any(pattern.search(around) for pattern in (VERDICT, FICTION, WANTED)) or STATUTE.search(said):
        return False
    if IN_TALK.search(passage.clause(cue.start, cue.end)):
        return False
    after = passage.text[cue.end : cue.end + 3]
    named = name_at(passage.text, cue.end) is not None or re.match(rf"[{HAN}](?:某|×)", after) is not None
    return named or STAGE.search(said) is not None


def _in_case(passage: Passage, place: int) -> bool:
    return _harm(passage.said(place, 1)) and STATUTE.search(passage.said(place)) is None


@lru_cache(ASKED)
def _harm(said: str) -> bool:
    real = TAUGHT.sub("", said)
    return HARM.search(real) is not None and FICTION.search(real) is None


def _young(text: str, cue: Cue) -> bool:
    found = AGE.search(text, max(0, cue.start - 4), cue.start)
    return found is not None and found[1] != "" and _years(found[1]) < ADULT


def _years(number: str) -> int:
    if number.isdigit():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return EIGHTEEN.find(number) + 1 if len(number) == 1 else ADULT
    return (EIGHTEEN.find(tens) + 1 if tens else 1) * 10 + (EIGHTEEN.find(ones) + 1 if ones else 0)


def _minor_named(passage: Passage, cue: Cue) -> Iterator[Spot]:
    text = passage.text
    place = cue.end
    if kind := (KIND if cue.word in AGES else ROLE).match(text, place):
        place = kind.end()
    if cue.word not in PUPILS:
        yield from (Spot(FindingRule.MINOR, start, end) for start, end in names_from(text, place))
    start, _ = passage.sentence(cue.start)
    before = cue.start
    if cue.word in AGES and (age := AGE.search(text, max(start, cue.start - 4), cue.start)):
        before = age.start()
        if told := OLD.search(text, max(start, before - 14), before):
            before = told.start()
        if (named := name_before(text, start, before)) is not None:
            yield Spot(FindingRule.MINOR, *named)


def _parents(passage: Passage, start: int, end: int) -> Iterator[Spot]:
    for parent in PARENT.finditer(passage.text, start, end):
        yield from (Spot(FindingRule.MINOR, *each) for each in names_from(passage.text, parent.end()))


def _schools(passage: Passage, start: int, end: int) -> Iterator[Spot]:
    for found in SCHOOL.finditer(passage.text, start, end):
        first = found.start()
        if lead := ATTENDS.match(found.group()):
            first += lead.end()
        name = passage.text[first : found.end()]
        if len(name) >= 4 and not UNNAMED_SCHOOL.search(name):
            yield Spot(FindingRule.MINOR, first, found.end())
