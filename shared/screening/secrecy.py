"""What the police keep to themselves: the means of investigation, who is where, and marks of secrets.

The law names these means, films tell of them and criminals use them: a statute, a title in 《》 and what suspects did
with a tracker give nothing away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.contracts.review_terms import FindingRule
from shared.screening.names import HAN
from shared.screening.numbers import Spot
from shared.screening.passages import Cue, Passage
from shared.screening.persons import FICTION

STATUTE = re.compile(
    r"第[一二三四五六七八九十百零0-9]+条|《[^》]*(?:法|规定|条例|解释|办法|规则)[^》]*》|依法(?:规定"
    r"|严格)|法律规定|须经|应当经|方可|批准手续|不得(?:泄露|公开|传播|使用|擅自|披露)"
    r"|严禁|禁止|保密(?:教育|培训|纪律|意识|法|课)|泄密|什么是|是指"
)
# Who uses it against the law.
CRIMINAL = re.compile(
    r"记者|暗访|非法(?:使用|买卖|销售|生产|安装|购买|制售|获取|窃听|监听|定位)?|骗子|诈骗分子|不法分子|犯罪分子"
    r"|作案工具|私自|擅自|偷偷|偷装|网购|丈夫|妻子|前男友|男友|债主|私家侦探|黑客|木马"
    r"|病毒|泄露|出售|售卖|贩卖|被窃听|被监听|被定位|遭(?:窃听|监听)|手机(?:被|遭)|间谍|境外|谣言"
    r"|网传|不实|窃听器|扒手|捏造|针孔|偷拍|谎称|冒充|以.{0,12}为由|自称"
)
HARMLESS = re.compile(
    r"走失|迷路|被困|搜救|救援|救助|老人|儿童手表|手环|丢失|找回|失主|遗失|山岳|驴友|寻人|防走失"
    r"|志愿|刷脸|门禁|考勤|办事大厅|自助机|进站|检票|就医|支付|登录|app|应聘|考试"
    r"|测温|体温|森林|火情|火灾|消防|电视|招聘|展览|博物|历史|革命|地下党|抗战|抗日|解放前|特务"
)
OURS = re.compile(r"民警|侦查员|专案组|警方|刑警|警察|公安机关|网安|特警|办案人员")
POLICE = re.compile(r"民警|侦查|专案|警方|公安|刑警|嫌疑人|锁定|研判|抓获|案")
USED = re.compile(
    r"刻画|还原|绘出|掌握|通过|利用|运用|采用|采取|使用|借助|依托|调取|启用|启动|动用|根据|凭借|经(?:过)?|用|以|查询"
    r"|比对|分析|锁定|追踪|派出|派|安排|实施|开展|进行|发现|上线|部署|布设|架设|安装"
    r"|伪装|假扮|打入|潜入|设下|设在|设于|选在|位于|将|对|展开|结合"
)

DETAIL = re.compile(
    rf"[0-9一二三四五六七八九十两百]+(?:余)?(?:名|个|处|辆|支|组|班|人|道|挺|把|发|台|时|点|分|小时"
    rf"|分钟)|[0-9]+:[0-9]+|分别(?:在|位于|设在|部署)|路口|东门|西门|南门|北门"
    rf"|楼顶|制高点|地下|后门|侧门|出入口|[东西南北]口|[东西南北]侧|围墙|走廊|尽头|左手|右手|蹲在"
    rf"|守在|埋伏在|高速口|收费站|位于|设在|设于|存放|密码|频率|频道|[{HAN}]{{2,6}}(?:路|街|桥|巷"
    rf"|广场)(?:与|和|口)|为[“\"]"
)
# Which posts and how many tell where it is weak; what a spokesman says of them afterwards in sum does not.
SUM = re.compile(
    r"人次|车次|累计|共(?:计)?(?:出动|投入|设置|检查|排查|盘查|查处|查获)|检查车辆|查处|酒驾|醉驾"
    r"|劝导|市民|群众(?:可|应|请)|交通管制|绕行|分流|演练|无需|爱好者|公众|比武|竞赛|培训|参观|开放日"
)
DONE = re.compile(
    r"(?:巡逻|巡查)时|形迹可疑|盘查后|查获(?!的)|抓获.{0,8}[0-9一二三四五六七八九十]|当场抓获|被.{0,8}抓获"
    r"|找回|走失|失而复得|救"
)

MARK = re.compile(
    r"(?:绝密|机密|秘密)(?:级)?(?:[★☆⭐✩✭*]|\((?:级|[0-9一二三四五六七八九十]+年|长期)\))(?:[0-9一二三四五六七八"
    r"九十]+(?:年|个?月)|长期|启用前|解密)?"
)
STARS, LEVELS = frozenset("★☆⭐"), frozenset({"绝密", "机密", "秘密"})
LINE = re.compile(
    r"(?:绝密|机密|秘密|工作秘密|内部资料|内部文件|内部材料|内部使用|内部参阅|内部通报|内部明电"
    r"|密码电报)(?:[^\S\n]*)\Z"
)
LEVEL = re.compile(
    r"(?:密级|秘级|保密期限|保密期|知悉范围)(?:[:]|为|定为|标注为?|是)+(?!公开|无|非密|不涉密)[^,。;\n]{1,16}"
)
BRACKETS = re.compile(r"[\[【(〔「『《<“]{1,2}\Z")
HANDLING = re.compile(
    r"(?:内部(?:资料|文件|材料|刊物|使用|参阅|传阅|掌握|参考|通报|明电)|工作秘密|仅限内部|仅供内部|限内部)"
    r"[^。;\n]{0,6}?(?:[,:!\s()]|请)*"
    r"(?:注意保[存管密]|妥善保管|(?:不得|严禁|请勿|不准|切勿|禁止|勿)(?:外传|转发|公开|复制|翻印"
    r"|对外|扩散|拍照|泄露|上网|转载)|阅后|用后|会后|传阅|使用|参阅|掌握)"
)
ORDERS = re.compile(
    r"(?:注意保[存管]|(?:不得|严禁|请勿|不准|切勿|禁止)外传|阅后(?:即焚|收回|销毁|清退)|(?:用|会)后收回)"
)
NUMBER = re.compile(r"(?:公密|密发|密传|[一-鿿]{1,4}密)(?:字|发|传)?[\[〔(]20[0-9]{2}[\]〕)][0-9]{1,4}号")
TALK = re.compile(
    r"第[一二三四五六七八九十百零0-9]+条|《[^》]*(?:法|规定|条例|办法)[^》]*》|是指|什么是|培训|宣传|课堂"
)
NOT_A_MARK = re.compile(
    r"国家秘密|商业秘密|(?:保守|泄露|窃取|保护|知悉|守护|接触|涉及).{0,4}秘密|保密法|《[^》]*秘密[^》]*》"
    r"|秘密武器|秘密花园|秘密基地|小秘密|秘密通道|成功的秘密|秘密是|的秘密|秘密进行"
    r"|绝密飞行|机密文件已解密"
)


def techniques(passage: Passage) -> Iterator[Spot]:
    """Means of investigation and details of deployment."""
    for kind in ("technique", "technique_always", "technique_spoken"):
        for cue in passage.cues.get(kind, ()):
            if _used(passage, cue, kind):
                yield Spot(FindingRule.TECHNIQUE, cue.start, cue.end)
    told: dict[int, Spot] = {}
    for cue in passage.cues.get("deployment", ()):
        if _detailed(passage, cue):
            # One finding for a sentence: who stands where is one thing.
            sentence, _ = passage.sentence(cue.start)
            first = told[sentence].start if sentence in told else cue.start
            told[sentence] = Spot(FindingRule.TECHNIQUE, first, cue.end)
    yield from told.values()


def marks(passage: Passage) -> Iterator[Spot]:
    """Marks of state secrets and work secrets."""
    text, reached = passage.text, 0
    for cue in passage.cues.get("secret", ()):
        if cue.start < reached:
            continue
        start, stop = passage.sentence(cue.start)
        if text[cue.start - 1 : cue.start] in STARS and cue.word in LEVELS:
            reached = cue.end
            yield Spot(FindingRule.SECRET_MARK, cue.start - 1, reached)
            continue
        for pattern in (MARK, LEVEL, HANDLING, ORDERS, NUMBER):
            if (found := pattern.match(text, cue.start, stop)) and not _spoken_of(passage, cue, pattern):
                reached = found.end()
                yield Spot(FindingRule.SECRET_MARK, cue.start, reached)
                break
        else:
            alone = start == cue.start and text[stop : stop + 1] in ("", "\n") and LINE.match(text, cue.start, stop)
            boxed = (
                BRACKETS.search(text, max(start, cue.start - 2), cue.start)
                and text[cue.end : cue.end + 1] in "]】)〕」』>"
            )
            if (alone or boxed) and not _quoted(text, cue):
                reached = cue.end
                yield Spot(FindingRule.SECRET_MARK, cue.start, cue.end)
    for found in NUMBER.finditer(text):
        if not any(cue.start < found.end() and found.start() <= cue.start for cue in passage.cues.get("secret", ())):
            yield Spot(FindingRule.SECRET_MARK, found.start(), found.end())


def _spoken_of(passage: Passage, cue: Cue, pattern: re.Pattern[str]) -> bool:
    """Whether a text tells of marks and bears none."""
    said = passage.said(cue.start)
    if pattern is MARK:
        return False
    return TALK.search(said) is not None or FICTION.search(said) is not None or NOT_A_MARK.search(said) is not None


def _quoted(text: str, cue: Cue) -> bool:
    return text[cue.start - 1 : cue.start] == "《" or text[cue.start - 1 : cue.start] == "“"


def _used(passage: Passage, cue: Cue, kind: str) -> bool:
    said = passage.said(cue.start)
    if STATUTE.search(said) or FICTION.search(said) or CRIMINAL.search(passage.clause(cue.start, cue.end)):
        return False
    if kind == "technique_always":
        return True
    if HARMLESS.search(passage.clause(cue.start, cue.end)):
        return False
    start, _ = passage.sentence(cue.start)
    before = passage.text[max(start, cue.start - 14) : cue.start]
    if kind == "technique_spoken":
        used = USED.search(before) is not None and POLICE.search(said) is not None
        return used or OURS.search(before) is not None
    return True


def _detailed(passage: Passage, cue: Cue) -> bool:
    said = passage.said(cue.start)
    if STATUTE.search(said) or FICTION.search(said) or SUM.search(said) or DONE.search(said):
        return False
    return DETAIL.search(said) is not None
