"""E4xx codes: rules whose clauses do not fit their kind."""

from policydsl.diagnostics.catalogue import rules_ladders
from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_DID_YOU_MEAN = Text("did you mean `{suggestion}`?", "您要写的是 `{suggestion}` 吗？")

_DOUBLED = (
    'policy demo "Demo"\n  otherwise deny\n\ndefine d1 = channel is voice or channel is visit\n'
    + "".join(f"define d{n} = d{n - 1} or d{n - 1}\n" for n in range(2, 15))
    + "\ndeny large when d14\n"
)

_CLAUSES: tuple[Entry, ...] = (
    Entry(
        code="E401",
        severity=Severity.ERROR,
        message=Text("`{kind}` takes no clause `{clause}`", "`{kind}` 没有 `{clause}` 条款"),
        hints={"takes": Text("it takes {clauses}", "可以写 {clauses}")},
        explanation=Text(
            "Each kind of rule takes the clauses that mean something for it. This one belongs to another kind, and here it would be ignored; nothing in a policy is ignored. Remove it, or write a rule of the kind that takes it.",
            "每种规则只接受对其有意义的条款。此条款属于其他种类，写在这里会被忽略，而策略中不允许有被忽略的内容。请将其删除，或另写一条适用该条款的规则。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls when channel is voice\n  at most 3 attempts per person in a calendar day\n',
    ),
    Entry(
        code="E402",
        severity=Severity.ERROR,
        message=Text("`{clause}` is written twice", "`{clause}` 写了两次"),
        hints={"first": Text("it is written here first", "首次写在这里")},
        explanation=Text(
            "Two clauses of the same sort leave open which of them holds. Keep one; conditions are joined by `and` or `or` in one clause, and two limits are two rules.",
            "同一条款写两次，无法确定以哪个为准。请只保留一个：多个条件请在同一条款中用 `and` 或 `or` 连接，两个上限请写成两条规则。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls\n  when channel is voice\n  when channel is visit\n',
    ),
    Entry(
        code="E403",
        severity=Severity.ERROR,
        message=Text(
            "`{kind} {name}` has no clause {wanted}", "`{kind} {name}` 缺少 {wanted} 条款"
        ),
        explanation=Text(
            "Without this clause the rule says nothing: a cap needs its limit, quiet hours their times, an exemption the rules that it lifts. Add the clause.",
            "缺少该条款，规则就没有内容：`cap` 需要上限，`quiet hours` 需要时段，`exempt` 需要写明解除哪些规则。请补充该条款。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncap daily\n  when channel is voice\n',
    ),
    Entry(
        code="E404",
        severity=Severity.ERROR,
        message=Text(
            "`{number}` is not between 1 and {most}",
            "`{number}` 不在 1 到 {most} 之间",
        ),
        hints={
            "deny": Text(
                "to allow none at all, write a `deny` rule", "如需完全禁止，请写 `deny` 规则"
            )
        },
        explanation=Text(
            "A number of contacts is at least 1, because a limit of none is a prohibition and is written as one. The upper bound keeps policies within what can be counted.",
            "次数至少为 1，因为上限为零就是禁止，应直接写成禁止规则。上界用于保证策略可以计算。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncap never\n  at most 0 attempts per person in a calendar day\n',
    ),
    Entry(
        code="E405",
        severity=Severity.ERROR,
        message=Text("an exact length of time is needed here", "此处需要精确的时长"),
        hints={
            "exact": Text(
                "write minutes or hours, such as `24 hours`", "请写分钟或小时，如 `24 hours`"
            )
        },
        explanation=Text(
            "Local days, months, and business days differ in length. The distance between two contacts, a delivery margin, and a bound on weekly hours are exact, so they are written in minutes or hours.",
            "当地的天、月和工作日长短不一。两次联系的间隔、投递余量和每周时段的上限必须精确，因此以分钟或小时书写。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ngap apart\n  at least 2 full days between attempts per person\n',
    ),
    Entry(
        code="E406",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` has no direction and is not counted by days",
            "`{name}` 没有呼入呼出之分，也不能按天数计",
        ),
        hints={"plain": Text("write `{name}` alone", "请只写 `{name}`")},
        explanation=Text(
            "Only contacts go in or out (`inbound`, `outbound`), and only contacts are counted by the days on which there were any (`days with`). Other events simply happen.",
            "只有联系才区分 `inbound` 和 `outbound`，也只有联系可以用 `days with` 按发生的天数计。其他事件只有是否发生。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncooldown paid\n  wait 3 full days after inbound payment per debt\n',
    ),
    Entry(
        code="E407",
        severity=Severity.ERROR,
        message=Text(
            "it starts on {start} and ends on {end}, so it is never in force",
            "起始日期为 {start}，结束日期为 {end}，因此永远不会生效",
        ),
        hints={"start": Text("it starts here", "起始日期在这里")},
        explanation=Text(
            "No day lies between the two dates, so this would never be in force. `effective until` leaves its date out, `effective through` takes it in.",
            "两个日期之间没有任何一天，因此永远不会生效。`effective until` 不含所写日期，`effective through` 包含所写日期。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n  effective from 2026-02-01\n  effective until 2026-01-01\n',
    ),
    Entry(
        code="E408",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` is not a review, so nobody is asked to approve",
            "`{name}` 不是人工审批规则，无需批准人",
        ),
        hints={
            "review": Text(
                "write `effect review`, or make it a `review` rule",
                "请写 `effect review`，或改为 `review` 规则",
            )
        },
        explanation=Text(
            "`approval by` names who may say yes to a contact that is held for review. A rule that denies or warns waits for no one.",
            "`approval by` 指明由谁批准需要人工审批的联系。禁止或提醒类规则不等待任何人的批准。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncap daily\n  at most 3 attempts per person in a calendar day\n  approval by legal\n',
    ),
    Entry(
        code="E409",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` has more than {most} parts, its definitions written out",
            "展开定义后，`{name}` 超过 {most} 个组成部分",
        ),
        hints={
            "split": Text(
                "split it into several rules, or say it more simply",
                "请拆分为多条规则，或简化写法",
            )
        },
        explanation=Text(
            "Definitions that use definitions grow quickly: thirty that each use the one before twice come to a thousand million parts. Such a rule could not be judged in any reasonable time.",
            "定义引用定义时增长很快：三十个定义各引用前一个两次，就会展开为十亿个部分。这样的规则无法在合理时间内判定。",
        ),
        example=_DOUBLED,
    ),
    Entry(
        code="E410",
        severity=Severity.ERROR,
        message=Text("`{clause}` cannot be `{value}`", "`{clause}` 不能是 `{value}`"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "values": Text("it can be {values}", "可以是 {values}"),
        },
        explanation=Text(
            "The clause takes one of a few words, each of which has a fixed meaning. Write one of them.",
            "该条款只接受几个固定的词，各有明确含义。请选用其中之一。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls when channel is voice\n  if unknown maybe\n',
    ),
    Entry(
        code="E411",
        severity=Severity.ERROR,
        message=Text("there is no reason code `{code_name}`", "没有原因码 `{code_name}`"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "registry": Text(
                "leave `code` out, or take one of the registered codes, such as `PROHIBITED`",
                "请省略 `code`，或使用已登记的原因码，如 `PROHIBITED`",
            ),
        },
        explanation=Text(
            "Other systems act on reason codes, so they come from one fixed list. Each kind of rule has a code that fits it when none is written; what is special about a rule is said by its name and its `say`.",
            "其他系统会依据原因码处理，因此原因码来自一份固定清单。不写时，每种规则都有合适的默认码；规则的特殊之处由其名称和 `say` 说明。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls when channel is voice\n  code NO_CALLS\n',
    ),
    Entry(
        code="E412",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` rests on `{basis}` and cites nothing",
            "`{name}` 的依据为 `{basis}`，但没有引用来源",
        ),
        hints={
            "cite": Text(
                'add `cite SOURCE "place"`, or write `basis house`',
                '请补充 `cite SOURCE "place"`，或写 `basis house`',
            )
        },
        explanation=Text(
            "A rule that claims a law, a guideline, or a contract says where that stands, so that an auditor can look it up. Only a rule of your own house needs no citation.",
            "声称以法律、指引或合同为依据的规则，须注明出处，以便审计查证。只有本机构自定的规则（`house`）无需引用。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls when channel is voice\n  basis law\n',
    ),
    Entry(
        code="E413",
        severity=Severity.ERROR,
        message=Text("this `{kind}` does not say for whom it holds", "该 `{kind}` 没有写明针对谁"),
        hints={
            "per": Text(
                "add `per person`, or `per debt`, `per address`, `per household`",
                "请补充 `per person`，或 `per debt`、`per address`、`per household`",
            )
        },
        explanation=Text(
            "Three calls per debt and three calls per person are different limits for somebody with two debts. So a cap, a gap, and a cooldown always say what they are kept for.",
            "对有两笔债务的人来说，每笔债务三次和每人三次是不同的上限。因此 `cap`、`gap` 和 `cooldown` 都必须写明维度。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncap daily\n  at most 3 attempts in a calendar day\n',
    ),
    Entry(
        code="E414",
        severity=Severity.ERROR,
        message=Text("a consent rule judges the consent as of now", "同意规则按当前时点判断同意"),
        hints={"remove": Text("remove `as of event.at`", "请删除 `as of event.at`")},
        explanation=Text(
            "`as of event.at` asks for the consent at the time of a past event, and has a meaning only where events are counted. A consent rule is about the contact that is proposed now.",
            "`as of event.at` 指过往事件发生时的同意，只在对事件计数处有意义。同意规则针对的是当前的拟触达。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nconsent calls\n  require consent for channel as of event.at\n',
    ),
    Entry(
        code="E415",
        severity=Severity.ERROR,
        message=Text("`{kind} {name}` has no condition", "`{kind} {name}` 没有条件"),
        hints={
            "when": Text(
                "say when it holds with `when …`, or when it does not with `unless …`",
                "请用 `when …` 写明何时适用，或用 `unless …` 写明何时不适用",
            )
        },
        explanation=Text(
            "Without a condition the rule would hold for every contact that there is. That is hardly ever meant; if it is, `otherwise deny` says it.",
            "没有条件的规则对所有联系都适用，这通常并非本意。如确有此意，请使用 `otherwise deny`。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls\n',
    ),
    Entry(
        code="E416",
        severity=Severity.ERROR,
        message=Text(
            "this policy has no rule `{name}` that can be lifted",
            "本策略中没有可解除的规则 `{name}`",
        ),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "own_only": Text(
                "`lifts` takes rules of this policy; a rule of a used policy is loosened with `waive`",
                "`lifts` 只能写本策略的规则；被引用策略的规则请用 `waive` 放宽",
            ),
        },
        explanation=Text(
            "An exemption lifts rules of its own policy, by their short names. Exemptions and duties cannot be lifted. What another policy forbids is loosened by a waiver, with a date, a reason, and an approval.",
            "豁免规则只能以短名称解除本策略的规则，豁免和义务不能被解除。其他策略的禁止须用 `waive` 放宽，并写明期限、理由和批准人。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nexempt alerts when purpose is security\n  lifts night\n',
    ),
    Entry(
        code="E425",
        severity=Severity.ERROR,
        message=Text("`otherwise` cannot be `{value}`", "`otherwise` 不能是 `{value}`"),
        hints={
            "values": Text(
                "write `otherwise deny`, `otherwise review`, or `otherwise allow`",
                "请写 `otherwise deny`、`otherwise review` 或 `otherwise allow`",
            )
        },
        explanation=Text(
            "`otherwise` is the answer for proposals that the policy does not govern: `deny`, `review`, or `allow`.",
            "`otherwise` 是对不归本策略管辖的拟触达的结论，只能是 `deny`、`review` 或 `allow`。",
        ),
        example='policy demo "Demo"\n  otherwise refuse\n',
    ),
    Entry(
        code="E426",
        severity=Severity.ERROR,
        message=Text(
            "the event that counting starts from is looked for with the same keys as what is counted",
            "计数起点事件的计数维度与被计数事件相同",
        ),
        hints={
            "leave_out": Text(
                "leave this `per` out, and write `per` where events are counted",
                "请删去这里的 `per`，只在被计数的事件处写 `per`",
            )
        },
        explanation=Text(
            "A window that starts from an event, such as `since last connection`, and the `reset after` of a ladder are kept for the keys of the rule itself. A `per` of their own would say something else that is not meant. Write `per` once, where events are counted or at the head of the ladder.",
            "以事件为起点的窗口（如 `since last connection`）以及阶梯的 `reset after` 使用规则自身的计数维度，不能另写 `per`。请只在被计数的事件处或阶梯开头写一次 `per`。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncap calls\n  at most 3 attempts per debt since last (payment per person)\n',
    ),
    Entry(
        code="E427",
        severity=Severity.ERROR,
        message=Text(
            "a delivery margin of more than {most} days leaves no time in which to send",
            "投递余量超过 {most} 天，将没有可发送的时间",
        ),
        hints={
            "how_long": Text(
                "write how long delivery takes at most, such as `2 minutes for sms` or `120 hours for letter`",
                "请写投递最长需要的时间，例如 `2 minutes for sms` 或 `120 hours for letter`",
            )
        },
        explanation=Text(
            "A contact is only made when it would be allowed all through the delivery margin, so that what is sent in time does not arrive too late. Over more than a month some rule or other nearly always forbids it.",
            "只有在整个投递余量期间都允许时，才能触达，以免按时发出的消息迟到。余量超过一个月时，几乎总会遇到禁止触达的时段。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n  delivery margin 800 hours for letter\n',
    ),
)

ENTRIES: tuple[Entry, ...] = (*_CLAUSES, *rules_ladders.ENTRIES)
