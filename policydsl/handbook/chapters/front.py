"""The front page: what this is a handbook of, what it governs, and who signs it.

In: a book, the date round which pictures and examples are computed. Out: blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policydsl.core.formula import YES
from policydsl.engine.tzdata import data_versions
from policydsl.handbook.book import Book, Chapter
from policydsl.handbook.document import Block, Facts, Heading, Paragraph, Signatures
from policydsl.handbook.prose.conditions import said
from policydsl.handbook.prose.names import channel
from policydsl.handbook.prose.spans import micros
from policydsl.handbook.words import in_force, titled
from policydsl.handbook.writing import Code, Group, Line, Said, Voice, Words
from policydsl.syntax import tree

Row = tuple[Line, Said]
_OTHERWISE = {
    "allow": ("it may go out", "可以触达"),
    "review": ("it needs an approval", "须经审批"),
    "deny": ("it is blocked", "禁止触达"),
}

_UNAVAILABLE = {
    "deny": (
        "while the contacts made so far cannot be looked up, a contact is blocked",
        "无法查询已有触达时，禁止触达",
    ),
    "review": (
        "while the contacts made so far cannot be looked up, a contact needs an approval",
        "无法查询已有触达时，触达须经审批",
    ),
    "allow": (
        "while the contacts made so far cannot be looked up, a contact may go out",
        "无法查询已有触达时，可以触达",
    ),
}
_EXPIRED = {
    "count": (
        "a reservation that nobody confirmed or released goes on counting after its lease",
        "预占到期仍未确认或释放的，继续计入次数",
    ),
    "free": (
        "a reservation that nobody confirmed or released no longer counts after its lease",
        "预占到期仍未确认或释放的，不再计入次数",
    ),
}


def front(book: Book, day: date, voice: Voice) -> Iterator[Block]:
    """What stands before the first chapter, and the chapter on what is governed."""
    yield Facts(tuple(_identity(book, day, voice)))
    yield Paragraph(
        voice.say(
            "Made from the rules that the evaluator runs. Titles and messages of the authors are in"
            " quotation marks and decide nothing.",
            "本手册依据判定程序实际执行的规则生成。引号内为编写人的标题与提示语，不影响判定。",
        ),
        note=True,
    )
    yield Signatures(
        (
            voice.say("Compliance", "合规部门"),
            voice.say("Legal", "法务部门"),
            voice.say("Business owner", "业务负责人"),
        ),
        (
            voice.say("Name", "姓名"),
            voice.say("Date", "日期"),
            voice.say("Signature", "签字"),
        ),
    )
    yield Heading(2, voice.say("What it governs", "适用范围"), "governs")
    for root in book.roots:
        yield Facts(tuple(about_root(root, voice)))
    yield Paragraph(
        voice.say(
            "All rules hold together: a contact goes out only when none blocks it. The order of the"
            " rules has no meaning.",
            "全部规则同时适用：任一规则禁止的，即不得触达。规则先后顺序不影响判定。",
        )
    )


def _identity(book: Book, day: date, voice: Voice) -> Iterator[Row]:
    policy = book.policy
    yield (
        voice.say("policy", "策略"),
        voice.list_of([(Code(one),) for one in dict.fromkeys(root.name for root in book.roots)]),
    )
    version: Line = (Words(policy.version),)
    if not policy.version:
        version = voice.say("not said", "未注明")
    yield voice.say("version", "版本"), version
    yield voice.say("digest", "摘要"), (Code(policy.digest),)
    tzdata, calendars = data_versions()
    yield (
        voice.say("data", "数据版本"),
        voice.say(
            "time zones {tz}; holidays {calendars}",
            "时区数据{tz}；节假日数据{calendars}",
            tz=Code(tzdata),
            calendars=Code(calendars),
        ),
    )
    yield (
        voice.say("computed for", "示例基准日"),
        voice.say("pictures and examples: {day}", "图示与示例按{day}计算", day=day.isoformat()),
    )


def about_root(root: Chapter, voice: Voice) -> Iterator[Row]:
    """What a policy that was loaded governs, answers to the rest, and when."""
    assert root.root is not None
    yield voice.say("policy", "策略"), titled(root, voice)
    yield voice.say("in force", "生效"), in_force(root.start, root.end, voice)
    governs = root.root.governs
    if governs == YES:
        yield voice.say("governs", "管辖"), voice.say("every contact", "全部触达")
    else:
        yield voice.say("governs when", "管辖条件"), said(governs, voice)
    yield (
        voice.say("everything else", "其余触达"),
        voice.say(*_OTHERWISE[root.root.otherwise]),
    )
    yield voice.say("clock", "时钟"), _zone(root, voice)
    if root.margins:
        yield voice.say("delivery margin", "投递余量"), _margins(root, voice)
    written = {clause.keyword for clause in root.policy.head}
    if "if_ledger_unavailable" in written:
        yield (
            voice.say("ledger unavailable", "台账不可用"),
            voice.say(*_UNAVAILABLE[root.root.unavailable]),
        )
    if "if_lease_expired" in written:
        yield voice.say("lease expired", "预占到期"), voice.say(*_EXPIRED[root.root.expired])


def _zone(root: Chapter, voice: Voice) -> Line:
    zones = [clause.value for clause in root.policy.head if isinstance(clause.value, tree.Zone)]
    name = zones[0].name if zones else None
    if name is None:
        return voice.say(
            "the recipient's, in every time zone where they may be",
            "按接收人当地时间；可能处于多个时区的，逐一判断",
        )
    return voice.say(
        "{zone}, where a rule says no other", "{zone}，规则另有规定的除外", zone=Code(name.text)
    )


def _margins(root: Chapter, voice: Voice) -> Group:
    """How much later a contact may arrive, by channel."""
    head = voice.say(
        "a contact must be allowed to arrive so much later as well:",
        "触达在下列余量内送达时，亦须符合规则：",
    )
    return Group(head, tuple(_margin(one, voice) for one in root.margins))


def _margin(of: tuple[str | None, int], voice: Voice) -> Line:
    name, length = of
    by = voice.say("every channel", "全部渠道") if name is None else channel(name, voice)
    return voice.say("{by}: {length}", "{by}：{length}", by=by, length=micros(length, voice))
