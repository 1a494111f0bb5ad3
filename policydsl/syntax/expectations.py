"""Says in the field's words what could stand at a place.

In: the terminals and rules of the grammar that fit there. Out: a `Text`, such as "a channel such as
`voice`" or "`per`, or the next clause".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from types import MappingProxyType

from policydsl.diagnostics import Text, either
from policydsl.syntax.builder_times import PERIODS
from policydsl.syntax.driver import follows
from policydsl.syntax.keywords import DECLARATIONS, KINDS, clause_words
from policydsl.syntax.tables import END, Tables

_MOST_SHOWN = 6

_PLACES: Mapping[str, Text] = MappingProxyType(
    {
        "define_body": Text(
            "a condition, or a list such as `{push, sms}`", "一个条件，或形如 `{push, sms}` 的列表"
        ),
        "expression": Text(
            "a condition such as `channel is voice`", "一个条件，例如 `channel is voice`"
        ),
        "operand": Text(
            "a condition such as `channel is voice`", "一个条件，例如 `channel is voice`"
        ),
        "hours_line": Text("hours such as `22:00 to 08:00`", "一个时段，例如 `22:00 to 08:00`"),
        "interval": Text("hours such as `22:00 to 08:00`", "一个时段，例如 `22:00 to 08:00`"),
        "clock": Text("a time such as `22:00`", "一个时刻，例如 `22:00`"),
        "days": Text(
            'days such as `monday to friday` or `holidays of "FR"`',
            '日期类型，例如 `monday to friday` 或 `holidays of "FR"`',
        ),
        "day_item": Text(
            'days such as `monday to friday` or `holidays of "FR"`',
            '日期类型，例如 `monday to friday` 或 `holidays of "FR"`',
        ),
        "calendar_days": Text(
            'days of a calendar, such as `holidays of "FR"`',
            '日历中的日子，例如 `holidays of "FR"`',
        ),
        "weekday": Text("a weekday such as `monday`", "一个星期几，例如 `monday`"),
        "calendar": Text(
            'a calendar: its id in quotes such as `"FR"`, or a fact such as `person.region`',
            '一个日历：带引号的编号（如 `"FR"`），或事实（如 `person.region`）',
        ),
        "window": Text(
            "a window such as `a calendar day`, `24 hours`, or `7 rolling days`",
            "一个统计窗口，例如 `a calendar day`、`24 hours` 或 `7 rolling days`",
        ),
        "since_last": Text(
            "what it counts from, such as `connection`", "起算事件，例如 `connection`"
        ),
        "wait": Text(
            "how long to wait, such as `7 consecutive days after conversation`",
            "等待多久，例如 `7 consecutive days after conversation`",
        ),
        "moment": Text(
            "a date such as `2026-01-30`, or a fact such as `debt.promise_until`",
            "一个日期（如 `2026-01-30`）或事实（如 `debt.promise_until`）",
        ),
        "day_point": Text(
            "a day such as `day 3 before due`, `due day`, or `day 4 past due`",
            "一个日子，例如 `day 3 before due`、`due day` 或 `day 4 past due`",
        ),
        "limit": Text(
            "a limit such as `3 attempts per person in a calendar day`",
            "一个上限，例如 `3 attempts per person in a calendar day`",
        ),
        "step_limit": Text("a limit such as `3 attempts ever`", "一个上限，例如 `3 attempts ever`"),
        "spacing": Text(
            "a spacing such as `4 hours between attempts`",
            "一个间隔，例如 `4 hours between attempts`",
        ),
        "apart": Text("a spacing such as `24 hours apart`", "一个间隔，例如 `24 hours apart`"),
        "requirement": Text(
            "a consent such as `express consent for channel`",
            "一项同意，例如 `express consent for channel`",
        ),
        "duration": Text(
            "a length of time such as `24 hours` or `7 consecutive days`",
            "一个时长，例如 `24 hours` 或 `7 consecutive days`",
        ),
        "counting": Text(
            "what is counted, such as `attempts in a calendar day`",
            "计数内容，例如 `attempts in a calendar day`",
        ),
        "noun": Text(
            "what is counted, such as `attempts` or `conversation`",
            "计数对象，例如 `attempts` 或 `conversation`",
        ),
        "direction": Text(
            "what is counted, such as `attempts` or `conversation`",
            "计数对象，例如 `attempts` 或 `conversation`",
        ),
        "event": Text("an event such as `attempts`", "一个事件，例如 `attempts`"),
        "fact_type": Text(
            "a type such as `flag`, `number`, or `one of low, high`",
            "一个类型，例如 `flag`、`number` 或 `one of low, high`",
        ),
        "choices": Text("a list such as `{voice, sms}`", "一个列表，例如 `{voice, sms}`"),
        "value": Text("a value such as `voice`", "一个值，例如 `voice`"),
        "zone": Text(
            '`of recipient`, or a zone in quotes such as `"Asia/Shanghai"`',
            '`of recipient`，或带引号的时区（如 `"Asia/Shanghai"`）',
        ),
        "margin": Text(
            "a margin such as `2 minutes for sms`", "一个余量，例如 `2 minutes for sms`"
        ),
        "after_steps": Text(
            "a step such as `remind attempted 2 times`", "一个步骤，例如 `remind attempted 2 times`"
        ),
        "reached": Text(
            "a step such as `remind attempted 2 times`", "一个步骤，例如 `remind attempted 2 times`"
        ),
        "citation": Text("the name of a source", "一个来源的名称"),
        "source_name": Text("the name of a source", "一个来源的名称"),
        "saying": Text('a language and a text, such as `en "…"`', '语言和文字，例如 `zh "…"`'),
        "ignored": Text(
            'a lint and a reason: `NAME because "…"`', 'lint 名称和理由：`NAME because "…"`'
        ),
        "lint_name": Text("the name of a lint", "lint 名称"),
        "which_step": Text(
            "`current step` or `any open step`", "`current step` 或 `any open step`"
        ),
        "use_body": Text("the name of a policy", "一个策略的名称"),
        "policy_path": Text("the name of a policy", "一个策略的名称"),
        "policy_name": Text(
            "a name for the policy, such as `house.marketing`",
            "策略的名称，例如 `house.marketing`",
        ),
        "rule_name": Text("a name for the rule", "规则的名称"),
        "lifted": Text("the names of rules", "规则名称"),
        "rule_path": Text("the name of a rule", "规则名称"),
        "step_name": Text("the name of a step", "步骤名称"),
        "definition_name": Text("a name for the definition", "定义的名称"),
        "fact_path": Text(
            "the name of a fact, such as `person.hardship`", "事实的名称，例如 `person.hardship`"
        ),
        "event_names": Text("the name of an event", "事件名称"),
        "tighten_body": Text(
            "a stricter number such as `at most 5`", "更严的数值，例如 `at most 5`"
        ),
        "channels": Text("a channel such as `voice`", "一个渠道，例如 `voice`"),
        "channel": Text("a channel such as `voice`", "一个渠道，例如 `voice`"),
        "via": Text("a channel such as `voice`", "一个渠道，例如 `voice`"),
        "keys": Text(
            "whom or what it counts for, such as `person` or `debt`",
            "计数维度，例如 `person` 或 `debt`",
        ),
        "key": Text(
            "whom or what it counts for, such as `person` or `debt`",
            "计数维度，例如 `person` 或 `debt`",
        ),
        "fields": Text(
            "what is consented to, such as `channel, purpose`",
            "同意所涉字段，例如 `channel, purpose`",
        ),
        "field": Text(
            "what is consented to, such as `channel` or `purpose`",
            "同意所涉字段，例如 `channel` 或 `purpose`",
        ),
        "duties": Text("a duty such as `state_identity`", "一项义务，例如 `state_identity`"),
        "duty": Text("a duty such as `state_identity`", "一项义务，例如 `state_identity`"),
        "verdict": Text("a verdict such as `deny`", "一个判定，例如 `deny`"),
        "code": Text("a reason code such as `CEASE`", "一个原因码，例如 `CEASE`"),
        "basis": Text("a basis such as `law` or `house`", "一个依据，例如 `law` 或 `house`"),
        "role": Text("a role such as `legal`", "一个角色，例如 `legal`"),
        "language": Text("a language such as `en`", "一种语言，例如 `zh`"),
        "lapse": Text("`count` or `free`", "`count` 或 `free`"),
        "on_block": Text("`wait`, `skip`, or `stop`", "`wait`、`skip` 或 `stop`"),
        "number": Text("a number", "一个数字"),
        "date": Text("a date such as `2026-01-30`", "一个日期，例如 `2026-01-30`"),
        "instant": Text(
            "an instant such as `2026-01-30T08:00:00+08:00`",
            "一个时间点，例如 `2026-01-30T08:00:00+08:00`",
        ),
        "path": Text("a name such as `person.region`", "一个名称，例如 `person.region`"),
        "word": Text("a name", "一个名称"),
        "quoted": Text("a text in double quotes", "双引号中的文字"),
        "title": Text("a title in double quotes", "双引号中的标题"),
        "order": Text("a sign such as `<`", "`<` 之类的符号"),
        "_minutes": Text("`minutes`", "`minutes`"),
        "_hours": Text("`hours`", "`hours`"),
        "calendar_unit": Text(
            "`day`, `week`, `month`, `quarter`, or `year`",
            "`day`、`week`、`month`、`quarter` 或 `year`",
        ),
        "policy": Text("`policy` and a name", "`policy` 和名称"),
    }
)
"""What stands at the places of the grammar, the greater places before the smaller ones in them."""

_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "EQUALS": "=",
        "PLUS": "+",
        "COLON": ":",
        "COMMA": ",",
        "LPAR": "(",
        "RPAR": ")",
        "LBRACE": "{",
        "RBRACE": "}",
        "LESS": "<",
        "LESS_EQUAL": "<=",
        "MORE": ">",
        "MORE_EQUAL": ">=",
    }
)

_TELLING = ("via", "hold", "stop", "governs", "version", "when", "unless", "code", "cite", "must")
_DECLARATION_WORDS = frozenset(
    ("policy", *DECLARATIONS, *(words.split()[0] for words in KINDS.values()))
)
_NEVER_ADVISED = frozenset((END, "THROUGH_DAY"))
_KINDS_OF_DAYS = frozenset(("consecutive", "rolling"))
_UNITS = frozenset(
    ("business", "calendar", "full", *(unit + end for unit in PERIODS[1:] for end in ("", "s")))
)
_SOME_DAYS = Text(
    "days in full, such as `consecutive days`", "写完整的天数，例如 `consecutive days`"
)
_OR_BEFORE = Text("`or before` or `or after`", "`or before` 或 `or after`")
_NEXT_CLAUSE = Text("the next clause", "下一个条款")
_NEXT_RULE = Text("the next rule", "下一条规则")


def expected_words(tables: Tables, states: Sequence[int]) -> frozenset[str]:
    """The words that could come next."""
    return frozenset(
        tables.word_of[name] for name in follows(tables, states) if name in tables.word_of
    )


def opens_clause(words: Set[str]) -> bool:
    """Whether words that could come next are those that open clauses."""
    return len(words & clause_words()) > 3


def some_clauses(words: Set[str]) -> Text:
    """A few of the clauses that words could open, those that say most first."""
    return either([word for word in _TELLING if word in words][:_MOST_SHOWN])


def opens_rule(words: Set[str]) -> bool:
    """Whether words that could come next are those that open rules."""
    return len(words & _DECLARATION_WORDS) > 3


def expected(tables: Tables, states: Sequence[int]) -> Text:
    """What could come next, as the end of "write …"."""
    taking = follows(tables, states)
    waiting = set(taking) - _NEVER_ADVISED
    if "TO" in waiting:
        waiting.discard("THROUGH")
    found: dict[str, Text] = {}
    for place, text in _PLACES.items():
        here = {name for name in tables.first[place] if place in tables.gotos[taking.get(name, 0)]}
        if here & waiting:
            waiting -= here
            found.setdefault(text.en, text)
    words = {tables.word_of[name] for name in waiting if name in tables.word_of}
    if words == {"or"}:
        return _OR_BEFORE
    if words >= _KINDS_OF_DAYS:
        words -= _KINDS_OF_DAYS | _UNITS
        found[_SOME_DAYS.en] = _SOME_DAYS
    clauses = words & clause_words() if opens_clause(words) else set()
    rules = words & _DECLARATION_WORDS if opens_rule(words) else set()
    for word in sorted(words - clauses - rules):
        found[word] = Text(f"`{word}`", f"`{word}`")
    for sign in sorted(_SIGNS[name] for name in waiting if name in _SIGNS):
        found[sign] = Text(f"`{sign}`", f"`{sign}`")
    items = list(found.values())[:_MOST_SHOWN]
    items += [_NEXT_CLAUSE] if clauses else []
    items += [_NEXT_RULE] if rules and not items else []
    return _either(items)


def _either(items: Sequence[Text]) -> Text:
    if len(items) < 2:
        return items[0] if items else Text("nothing more", "不再写任何内容")
    english = [item.en for item in items]
    chinese = [item.zh for item in items]
    comma = ", " if len(items) > 2 else " "
    return Text(
        ", ".join(english[:-1]) + f"{comma}or {english[-1]}",
        "、".join(chinese[:-1]) + ("，或 " if chinese[-1][0] == "`" else "，或") + chinese[-1],
    )
