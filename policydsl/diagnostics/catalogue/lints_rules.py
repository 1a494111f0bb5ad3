"""W2xx codes: lints about caps, keys, ladders and exemptions."""

from policydsl.diagnostics.catalogue import lints_ladders
from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_WITNESS = Text("{contact}: {answer}", "例如，{contact}：{answer}")
_HEAD = 'policy house "House"\n  otherwise deny\n\n'

_LIMITS: tuple[Entry, ...] = (
    Entry(
        code="W201",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` never blocks alone: wherever it does, `{other}` blocks too",
            "`{name}` 从不单独拦截：它拦截时，`{other}` 也在拦截",
        ),
        hints={
            "other": Text("this is `{other}`", "这是 `{other}`"),
            "tighter": Text(
                "leave `{name}` out, or make it the tighter one of the two",
                "请删去 `{name}`，或让它成为两者中更严格的一个",
            ),
            "witness": _WITNESS,
        },
        explanation=Text(
            "Another limit counts at least the same contacts over a window that contains this one's, blocks at the same number or earlier, and holds whenever this one does. So this limit changes no decision, and its number has no effect. Leave it out, or lower it.",
            "另一条上限统计的联系和窗口都不小于本条，触发的次数不多于本条，且凡本条适用时它也适用。因此本条不影响任何判定，其数字没有作用。请删去本条，或收紧它。",
        ),
        example=f"{_HEAD}cap daily\n  at most 5 attempts by voice per person in a calendar day\n\ncap weekly\n  at most 3 attempts by voice per person in 7 consecutive days\n",
    ),
    Entry(
        code="W202",
        severity=Severity.WARNING,
        message=Text("`{name}` can never block", "`{name}` 永远不会拦截"),
        hints={
            "days": Text(
                "it counts days, and the window `{window}` has {most} that can be counted",
                "它统计的是天数，而窗口 `{window}` 中至多只能计 {most} 天",
            ),
            "room": Text(
                "`{other}` lets at most {room} contacts into the window, and blocks when they are used up",
                "`{other}` 在该窗口内至多放行 {room} 次，用完时已由它拦截",
            ),
            "other": Text("this is `{other}`", "这是 `{other}`"),
            "filter": Text(
                "no contact that it counts can meet its `where`: the conditions there contradict each other, or what is counted",
                "它所统计的联系都不可能符合其 `where`：其中的条件互相排斥，或与统计对象相矛盾",
            ),
            "channels": Text(
                "`by` names only channels that the condition rules out",
                "`by` 所列的渠道都被条件排除",
            ),
            "used": Text(
                "{contact}, with {used} of its {limit} used: {answer}",
                "{contact}，已用 {used} 次（上限 {limit} 次）：{answer}",
            ),
            "witness": _WITNESS,
        },
        explanation=Text(
            "No number of contacts makes this rule block: the number is never reached, nothing is counted, or the rule speaks about no contact. It is read as protection and changes no decision. Give it a number or a condition that can come true, or take it out.",
            "无论联系多少次，这条规则都不会拦截：次数达不到，或没有可统计的内容，或规则不适用于任何联系。它看似保护，却不影响任何判定。请改用可以达到的次数或可以成立的条件，或将其删除。",
        ),
        example=f"{_HEAD}gap apart\n  at least 4 hours between attempts by voice per person\n\ncap in_day\n  at most 10 attempts by voice per person in a calendar day\n",
    ),
    Entry(
        code="W203",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` is kept per `{key}`, and a contact may go without one",
            "`{name}` 按 `{key}` 计算，而联系可以不带它",
        ),
        hints={
            "ask": Text(
                "ask for a debt: `deny names_no_debt when debt_count < 1`",
                "请要求指明债务：`deny names_no_debt when debt_count < 1`",
            ),
            "none": Text(
                "its default is `none`, which is no key: every contact that lacks it is stopped; say `when {key} is not none`",
                "其默认值是 `none`，不能作为维度：缺少它的联系一律被拦截；请写 `when {key} is not none`",
            ),
            "passes": Text(
                "the same contact about no debt (`debts: []`): {answer}",
                "同一联系不涉及任何债务（`debts: []`）：{answer}",
            ),
            "witness": _WITNESS,
        },
        explanation=Text(
            "A rule kept per debt does not speak about a contact that is about no debt, and such a contact passes uncounted. A rule kept per a fact that may be `none` is unknown where it is, and stops the contact. Say what holds without the key.",
            "按债务计算的规则不适用于不涉及债务的联系，这样的联系会不经计数而放行。按可能为 `none` 的事实计算的规则，遇到 `none` 时结果未知，会拦截联系。请写明没有该维度时如何处理。",
        ),
        example=f"{_HEAD}cap weekly\n  at most 7 attempts by voice per debt in 7 consecutive days\n",
    ),
    Entry(
        code="W204",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` also stops contacts that it would not count: `where` reads the `{field}` of past ones only",
            "`{name}` 也会拦截它不统计的联系：`where` 只读取过往联系的 `{field}`",
        ),
        hints={
            "when": Text(
                "say whom it limits as well: `when {field} is …`, or `in {…}`",
                "请同时写明限制哪些联系：`when {field} is …`，或 `in {…}`",
            ),
            "by": Text(
                "`by` instead of `where` limits and counts the same channels",
                "改用 `by` 代替 `where`，所限制与所统计的渠道即为一致",
            ),
            "witness": _WITNESS,
        },
        explanation=Text(
            "`where` filters what is counted, and whether the proposed contact would meet it is not asked. So once the number is reached, contacts of every other sort are stopped as well, though none of them was ever counted. Say with `when` whom the rule limits.",
            "`where` 只筛选统计哪些过往联系，并不看拟触达本身是否符合。因此次数一到，其他类型的联系也会被拦截，尽管它们从未计入。请用 `when` 写明该规则限制哪些联系。",
        ),
        example=f"{_HEAD}cap dunning\n  at most 3 attempts by voice per person in a calendar day\n    where (event.purpose is collections)\n",
    ),
    Entry(
        code="W205",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` is looser than `{other}`, and loosens nothing: both hold",
            "`{name}` 比 `{other}` 宽松，但不会放宽任何限制：两条同时生效",
        ),
        hints={
            "general": Text(
                "this is `{other}`, which holds for these too", "这是 `{other}`，对这些联系同样生效"
            ),
            "unless": Text(
                "say in `{other}` for whom it does not hold (`unless …`), or lift it with an `exempt`",
                "请在 `{other}` 中写明对谁不适用（`unless …`），或用 `exempt` 解除",
            ),
            "pack": Text(
                "a rule of a used policy holds for everybody; take `{name}` out",
                "被引用策略的规则对所有联系生效；请删去 `{name}`",
            ),
            "room": Text(
                "{contact}, with {used} of its {limit} used: {answer}",
                "{contact}，已用 {used} 次（上限 {limit} 次）：{answer}",
            ),
            "witness": _WITNESS,
        },
        explanation=Text(
            "All rules hold together, and the most protective wins; a rule for a special case does not replace the general one. This one asks for less than the general rule that holds for the same contacts, so it is never reached. Lift the general rule for the special case, or leave the special one out.",
            "所有规则同时生效，以最具保护性的为准；针对特例的规则不会取代一般规则。本条的要求低于对同样联系生效的一般规则，因此永远轮不到它。请对该特例解除一般规则，或删去本条。",
        ),
        example=f"{_HEAD}fact person.class : one of standard, vip = standard\n\ncap daily\n  at most 3 attempts by voice per person in a calendar day\n\ncap vip\n  at most 5 attempts by voice per person in a calendar day\n  when person.class is vip\n",
    ),
)

_CONDITIONS: tuple[Entry, ...] = (
    Entry(
        code="W209",
        severity=Severity.WARNING,
        message=Text(
            "who sends decides alone whether `{name}` holds, by what is written as `{field}`",
            "`{name}` 是否生效，仅由发送方填写的 `{field}` 决定",
        ),
        hints={
            "lifted": Text("this rule is lifted", "被解除的是这条规则"),
            "fact": Text(
                "ask also for a fact or an event that the sender does not write; where a source allows it, `cite` the source",
                "请再要求一项并非由发送方填写的事实或事件；如例外有出处，请用 `cite` 注明",
            ),
            "lifted_by": Text(
                "the same with `{field}` `{value}`: {answer}",
                "仅将 `{field}` 写成 `{value}`：{answer}",
            ),
            "witness": _WITNESS,
        },
        explanation=Text(
            "Consent, a request to stop, or hours are lifted by a word that the sender writes into the proposal, and by nothing else. Nobody checks the word, and whoever wants to send will write it. Tie the exception to something that happened, or to a fact of the person.",
            "同意、停止联系的要求或时段限制，仅凭发送方写进拟触达的一个词就被解除，别无其他条件。没有人核对这个词，想发送的人都会写上它。请将例外与实际发生的事件或客户的事实挂钩。",
        ),
        example=f"{_HEAD}consent marketing\n  require express consent for channel, purpose\n  when purpose is marketing\n  unless reason is important\n",
    ),
    Entry(
        code="W210",
        severity=Severity.WARNING,
        message=Text("`{name}` catches nothing", "`{name}` 不会命中任何联系"),
        hints={
            "or": Text(
                "its conditions rule each other out; mostly `and` was meant to be `or`, or `in {…}`",
                "其条件互相排斥；多半是把 `or` 或 `in {…}` 写成了 `and`",
            ),
            "governs": Text(
                "the policy governs nothing of what it is about",
                "策略的管辖范围不包括它所针对的联系",
            ),
            "lifted": Text(
                "what lifts it holds wherever it applies",
                "凡其适用之处，解除它的条件都成立",
            ),
            "witness": _WITNESS,
        },
        explanation=Text(
            "The condition of this rule can never hold, or what lifts the rule holds wherever it applies. It is read as protection and does nothing. Correct the condition, or take the rule out.",
            "这条规则的条件永远不会成立，或者凡其适用之处都被解除。它看似保护，实则无效。请更正条件，或删除该规则。",
        ),
        example=f"{_HEAD}deny texts\n  when channel is sms and channel is email\n",
    ),
    Entry(
        code="W211",
        severity=Severity.NOTE,
        message=Text("`{name}` says the same as `{other}`", "`{name}` 与 `{other}` 内容相同"),
        hints={
            "first": Text("this is `{other}`", "这是 `{other}`"),
            "keep_one": Text(
                "keep one of them; a second source is a second `cite`",
                "请只保留一条；另有出处时再写一个 `cite`",
            ),
            "witness": _WITNESS,
        },
        explanation=Text(
            "Two rules of the policy catch the same contacts and do the same to them, written in other words. Writing a rule twice changes no verdict, but whoever changes one of them changes nothing. Keep one.",
            "策略中有两条规则写法不同，命中的联系和处理方式却相同。重复的规则不改变判定，但只改其中一条等于没有改。请只保留一条。",
        ),
        example=f"{_HEAD}fact person.age : number\n\ndeny minors\n  when person.age < 18\n\ndeny children\n  when not person.age >= 18\n",
    ),
)

ENTRIES: tuple[Entry, ...] = (*_LIMITS, *lints_ladders.ENTRIES, *_CONDITIONS)
