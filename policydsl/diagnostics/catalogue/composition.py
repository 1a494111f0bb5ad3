"""E5xx codes: policies that use, tighten and waive one another."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_DID_YOU_MEAN = Text("did you mean `{suggestion}`?", "您要写的是 `{suggestion}` 吗？")
_LAW = '\npolicy law "Law"\n\ncap daily\n  at most 3 attempts per person in a calendar day\n'
_HOUSE = 'policy house "House"\n  otherwise deny\n\nuse law\n'


def _waive(rule: str, until: str, because: str) -> str:
    return f'{_HOUSE}\nwaive {rule} until {until}\n  because "{because}"\n  approved by "compliance@example.com"\n{_LAW}'


_CHAIN = "\n".join(
    [f"policy p{number}\n  otherwise deny\nuse p{number + 1}\n" for number in range(64)]
    + ["policy p64\n  otherwise deny\n"]
)

_USE: tuple[Entry, ...] = (
    Entry(
        code="E501",
        severity=Severity.ERROR,
        message=Text("there is no policy `{name}`", "没有策略 `{name}`"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "places": Text(
                "it is looked for among the policies given, beside the file that uses it, and among the packs that come with policydsl, as {places}",
                "会在所给策略、引用它的文件所在目录和随附的策略包中查找，文件名为 {places}",
            ),
        },
        explanation=Text(
            "`use` takes in the rules of another policy, which has to be among the files that are read. A policy that is missing would leave its rules out, so nothing is decided without it. Correct the name, or add the file.",
            "`use` 引入另一策略的规则，该策略必须在所读取的文件之中。缺少该策略就等于漏掉其规则，因此不会在缺失时作出判定。请更正名称，或补充文件。",
        ),
        example='policy house "House"\n  otherwise deny\n\nuse laws\n',
    ),
    Entry(
        code="E502",
        severity=Severity.ERROR,
        message=Text("`{name}` uses itself: {chain}", "`{name}` 引用了自身：{chain}"),
        explanation=Text(
            "A policy that is used stands above the policy that uses it, and its rules can only be made stricter there. In a circle each would stand above the other. Remove one `use`.",
            "被引用的策略居于引用它的策略之上，后者只能收紧其规则。循环引用会使双方互相居上。请删除其中一个 `use`。",
        ),
        example='policy house "House"\n  otherwise deny\n\nuse house\n',
    ),
    Entry(
        code="E513",
        severity=Severity.ERROR,
        message=Text(
            "more than {most} policies stand above each other from `{name}` on",
            "自 `{name}` 起层层引用的策略超过 {most} 个",
        ),
        explanation=Text(
            "Whether a rule holds depends on every policy on the way to it, and nobody can check such a way when it is so long. Use the policy that is needed without the ones between.",
            "规则是否适用取决于引用路径上的每一个策略，路径过长则无人能够审核。请直接引用所需的策略，省去中间各层。",
        ),
        example=_CHAIN,
    ),
    Entry(
        code="E503",
        severity=Severity.ERROR,
        message=Text(
            "two versions of `{name}` are in force {dates}",
            "`{name}` 有两个版本同时有效：{dates}",
        ),
        hints={
            "first": Text("the other version is here", "另一个版本在这里"),
            "until": Text(
                "let the other version end before this one: `effective until {start}`",
                "请让另一个版本在此之前结束：`effective until {start}`",
            ),
            "rename": Text(
                "say from when each version holds with `effective from`, or give one policy another name",
                "请用 `effective from` 写明每个版本的起始日期，或为其中一个策略换名",
            ),
        },
        explanation=Text(
            "Several policies may have one name when they are versions of each other, each in force for its own time. On any day there is one. Set `effective until` of the earlier version to the day on which the later one begins.",
            "多个策略可以同名，但须是同一策略的不同版本，且各自在不同时期有效，任何一天只能有一个。请将较早版本的 `effective until` 设为较晚版本开始的日期。",
        ),
        example='policy law "Law"\n  otherwise deny\n\npolicy law "Law"\n  otherwise deny\n',
    ),
    Entry(
        code="E504",
        severity=Severity.ERROR,
        message=Text(
            "no version of `{name}` is in force from {start} until {end}",
            "{start} 至 {end}（不含）期间没有有效的 `{name}` 版本",
        ),
        hints={"before": Text("the version before ends here", "上一版本在此结束")},
        explanation=Text(
            "Between the end of one version and the beginning of the next no rule of the policy would hold. Let the earlier version end on the day on which the later one begins.",
            "从一个版本结束到下一个版本开始，该策略没有任何规则有效。请让较早版本在较晚版本开始之日结束。",
        ),
        example='policy law "Law"\n  effective until 2026-01-01\n  otherwise deny\n\npolicy law "Law"\n  effective from 2026-02-01\n  otherwise deny\n',
    ),
    Entry(
        code="E511",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` does not say what holds for proposals that it does not govern",
            "`{name}` 没有写明对不归其管辖的拟触达如何处理",
        ),
        hints={
            "write": Text(
                "write `otherwise deny` at its head, or `otherwise review`, or `otherwise allow`",
                "请在策略开头写 `otherwise deny`、`otherwise review` 或 `otherwise allow`",
            )
        },
        explanation=Text(
            "A proposal that no policy speaks about still gets an answer, and which one is too weighty to be guessed. `otherwise deny` is the safe choice: what nobody thought of is not sent.",
            "没有任何策略涉及的拟触达也要有结论，而这一结论关系重大，不能靠猜。`otherwise deny` 最稳妥：未考虑到的联系一律不发出。",
        ),
        example='policy house "House"\n',
    ),
)

_TIGHTEN: tuple[Entry, ...] = (
    Entry(
        code="E505",
        severity=Severity.ERROR,
        message=Text("no used policy has a rule `{name}`", "被引用的策略中没有规则 `{name}`"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "used_only": Text(
                "`tighten` takes the full name of a rule of a used policy; a rule of this policy is changed where it is written",
                "`tighten` 应写被引用策略中规则的完整名称；本策略的规则请直接修改",
            ),
        },
        explanation=Text(
            "`tighten` makes a rule of a used policy stricter, and names it in full: the policy, a dot, the rule. If the name is wrong, the rule keeps its old limit and nobody notices, so this is an error.",
            "`tighten` 用于收紧被引用策略的规则，须写完整名称：策略名、点号、规则名。如果名称有误，规则会沿用原上限而无人察觉，因此按错误处理。",
        ),
        example=f"{_HOUSE}\ntighten law.weekly to at most 2\n{_LAW}",
    ),
    Entry(
        code="E506",
        severity=Severity.ERROR,
        message=Text(
            "`{new}` is not stricter than the `{old}` of `{name}`",
            "`{new}` 并不比 `{name}` 的 `{old}` 更严格",
        ),
        hints={
            "waive": Text(
                "to loosen a rule, `waive` it until a date, with a reason and an approval",
                "如需放宽规则，请用 `waive` 写明截止日期、理由和批准人",
            )
        },
        explanation=Text(
            "A rule of a used policy can only be made stricter, so that whoever wrote it can rely on it. Anything that loosens it, or leaves it as it is, is refused. A loosening is a waiver: dated, reasoned, approved, and always reported.",
            "被引用策略的规则只能收紧，这样其制定者才能放心。放宽或未作改变的写法都会被拒绝。放宽须用豁免，写明期限、理由和批准人，且始终会被报告。",
        ),
        example=f"{_HOUSE}\ntighten law.daily to at most 5\n{_LAW}",
    ),
    Entry(
        code="E507",
        severity=Severity.ERROR,
        message=Text(
            "a `{kind}` rule such as `{name}` is not tightened by `to {clause}`",
            "`{name}` 是 `{kind}` 规则，不能用 `to {clause}` 收紧",
        ),
        hints={
            "write": Text("write `to {clause} …`", "请写 `to {clause} …`"),
            "add_rule": Text(
                "add a stricter rule of your own beside it", "请另外增加一条更严格的规则"
            ),
        },
        explanation=Text(
            "Each kind of rule is made stricter in its own words: a cap `to at most N`, a gap `to at least DURATION`, a cooldown `to wait SPAN`. Rules of other kinds cannot be tightened; add a rule of your own beside them.",
            "每种规则各有收紧的写法：`cap` 用 `to at most N`，`gap` 用 `to at least DURATION`，`cooldown` 用 `to wait SPAN`。其他种类的规则不能收紧，请另外增加自己的规则。",
        ),
        example=f"{_HOUSE}\ntighten law.daily to at least 4 hours\n{_LAW}",
    ),
    Entry(
        code="E508",
        severity=Severity.ERROR,
        message=Text(
            "`{new}` and the `{old}` of `{name}` cannot be compared",
            "`{new}` 与 `{name}` 的 `{old}` 无法比较",
        ),
        hints={
            "same_unit": Text(
                "write the new length in the unit of the old one: `{old}`",
                "请使用与原时长相同的单位：`{old}`",
            )
        },
        explanation=Text(
            "Days, hours, months, and business days have no fixed relation to each other, so which of two lengths is the longer depends on the date. Use the unit in which the rule is written.",
            "天、小时、月和工作日之间没有固定的换算关系，哪个更长取决于日期。请使用原规则的单位。",
        ),
        example='policy house "House"\n  otherwise deny\n\nuse law\n\ntighten law.refused to wait 1 calendar month\n\npolicy law "Law"\n\ncooldown refused\n  wait 30 full days after refusal per person\n',
    ),
)

_WAIVE: tuple[Entry, ...] = (
    Entry(
        code="E509",
        severity=Severity.ERROR,
        message=Text("there is no rule `{name}` to waive", "没有可豁免的规则 `{name}`"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "full_name": Text(
                "write the full name: the policy, a dot, and the rule",
                "请写完整名称：策略名、点号、规则名",
            ),
            "rules_only": Text(
                "ladders and duties cannot be waived; waive the rule that is too strict",
                "阶梯和义务不能豁免；请豁免过严的那条规则",
            ),
        },
        explanation=Text(
            "A waiver names the one rule that it switches off, in full. A waiver of a rule that does not exist would look as if it worked, so it is an error.",
            "豁免须以完整名称指明所停用的那一条规则。对不存在的规则写豁免，看似生效实则无效，因此按错误处理。",
        ),
        example=_waive("law.weekly", "2099-12-31", "pilot"),
    ),
    Entry(
        code="E510",
        severity=Severity.ERROR,
        message=Text(
            "the waiver of `{name}` is over since {until}", "对 `{name}` 的豁免自 {until} 起失效"
        ),
        hints={
            "renew_or_remove": Text(
                "remove it, or have it approved again with a later date",
                "请将其删除，或重新审批并改用更晚的日期",
            )
        },
        explanation=Text(
            "A waiver holds until its date and no longer; since then the rule is in force again. One that is past is an error, so that old waivers are looked at and taken out.",
            "豁免到期即失效，此后规则重新生效。过期的豁免按错误处理，以便及时复核并清理。",
        ),
        example=_waive("law.daily", "2020-01-01", "pilot"),
    ),
    Entry(
        code="E512",
        severity=Severity.ERROR,
        message=Text(
            "the waiver of `{name}` says nothing after `{clause}`",
            "对 `{name}` 的豁免在 `{clause}` 之后没有内容",
        ),
        explanation=Text(
            "A waiver loosens a rule that others rely on, so it says why and who answers for it. An empty text says neither.",
            "豁免放宽了他人所依赖的规则，因此必须写明理由和负责人。空文本两者都没有说明。",
        ),
        example=_waive("law.daily", "2099-12-31", ""),
    ),
)

ENTRIES: tuple[Entry, ...] = (*_USE, *_TIGHTEN, *_WAIVE)
