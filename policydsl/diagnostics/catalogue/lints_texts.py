"""W3xx codes: lints about texts, declarations, citations and packs."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="W301",
        severity=Severity.WARNING,
        message=Text(
            "`ignore {lint}` ignores nothing: the lint finds nothing here",
            "`ignore {lint}` 没有忽略任何内容：该 lint 在此处没有发现",
        ),
        hints={
            "remove": Text("remove it", "请删除该行"),
            "remove_head": Text(
                "remove it; in the head it ignores what is found about the policy, and a finding about a rule is ignored in that rule",
                "请删除该行；写在策略头部只忽略针对整个策略的发现，针对某条规则的发现须在该规则中忽略",
            ),
        },
        explanation=Text(
            "An `ignore` says that somebody looked at a trouble and accepted it. When the trouble is gone, the line would silence the same trouble when a later change makes it anew.",
            "`ignore` 表示有人看过并接受了某个问题。问题消失之后，若后续修改再次引入同样的问题，该行会将其掩盖。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls\n  when channel is voice\n  ignore week_hole because "agreed with the branches"\n',
    ),
    Entry(
        code="W302",
        severity=Severity.NOTE,
        message=Text(
            "the waiver of `{name}` ends on {until}, in {days} days",
            "对 `{name}` 的豁免将于 {until} 结束，还有 {days} 天",
        ),
        hints={
            "renew": Text(
                "ask for a later date if it is still needed; from that day on the rule is back, and this line is an error",
                "如仍需豁免，请申请延期；自该日起规则恢复生效，且此行将报错",
            ),
            "witness": Text(
                "{contact}: {answer}; and {other}: {other_answer}",
                "{contact}：{answer}；而 {other}：{other_answer}",
            ),
        },
        explanation=Text(
            "On the date of a waiver the rule is back without an edit, and `check` reports an error from then on. Whoever still needs the waiver has to ask for it in time, and whoever does not has to be ready for the rule.",
            "豁免到期之日规则自动恢复，此后 `check` 会报错。仍需豁免的一方应及时申请，不再需要的一方应做好遵守规则的准备。",
        ),
        example='policy house "House"\n  otherwise deny\n\nuse law\n\nwaive law.calls until 2026-03-20\n  because "pilot agreed with the regulator"\n  approved by "compliance@example.com"\n\npolicy law "Law"\n  otherwise allow\n\ndeny calls when channel is voice\n',
    ),
    Entry(
        code="W303",
        severity=Severity.WARNING,
        message=Text("nothing reads the fact `{path_name}`", "没有任何规则读取事实 `{path_name}`"),
        hints={
            "remove": Text(
                "write the rule that reads it, or remove it", "请编写读取它的规则，或删除它"
            ),
            "witness": Text(
                "{contact}: {answer}, whatever the fact is", "{contact}：{answer}，与该事实取值无关"
            ),
        },
        explanation=Text(
            "The systems that ask for decisions believe that they have to supply the fact, and whoever reads the policy believes that it matters. Often the rule that should read it was forgotten, or reads a fact of another name.",
            "请求判定的系统会以为必须提供该事实，阅读策略的人会以为它有影响。往往是遗漏了读取它的规则，或规则读取了另一个名称的事实。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nfact person.hardship : flag = no\n\ndeny calls when channel is voice\n',
    ),
    Entry(
        code="W304",
        severity=Severity.WARNING,
        message=Text("nothing uses the definition `{name}`", "没有任何规则使用定义 `{name}`"),
        hints={
            "remove": Text("use it, or remove it", "请使用它，或删除它"),
            "witness": Text(
                "{contact}: {answer}; the definition is true of it, and no rule asks",
                "{contact}：{answer}；该定义对其成立，但没有规则引用",
            ),
        },
        explanation=Text(
            "A definition that nothing uses changes nothing. Often the rule that should use it was forgotten, or its name was misspelt where it should be used, and is read there as a value.",
            "没有被使用的定义不起任何作用。往往是遗漏了应使用它的规则，或在使用处拼写有误而被当作普通值。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndefine lost = at least 3 attempts by voice per person since last connection\n\ndeny texts when channel is sms\n',
    ),
    Entry(
        code="W305",
        severity=Severity.WARNING,
        message=Text("no rule cites the source `{name}`", "没有规则引用来源 `{name}`"),
        hints={
            "cite": Text(
                "cite it where a rule rests on it, or remove it", "请在依据它的规则中引用，或删除它"
            ),
        },
        explanation=Text(
            "The sources are what a reviewer reads beside the policy. One that nothing cites suggests that the policy covers it.",
            "审阅者会对照来源阅读策略。未被引用的来源会让人误以为策略已涵盖其内容。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nsource act = "Consumer Contact Act"\n\ndeny calls when channel is voice\n',
    ),
    Entry(
        code="W306",
        severity=Severity.WARNING,
        message=Text(
            "nothing counts or waits for the event `{name}`", "没有任何规则统计或等待事件 `{name}`"
        ),
        hints={
            "remove": Text(
                "write the rule that waits for it, or remove it", "请编写等待它的规则，或删除它"
            ),
            "witness": Text(
                "{contact}: {answer}, with the event before it or without",
                "{contact}：{answer}，无论此前是否发生该事件",
            ),
        },
        explanation=Text(
            "The systems that send events believe that this one matters. Often the rule that should wait for it was forgotten.",
            "发送事件的系统会以为该事件有影响。往往是遗漏了应等待它的规则。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nevent promise_broken\n\ndeny calls when channel is voice\n',
    ),
    Entry(
        code="W307",
        severity=Severity.WARNING,
        message=Text(
            "the {what} `{first}` and `{second}` are easily taken for each other",
            "{what} `{first}` 与 `{second}` 极易混淆",
        ),
        hints={
            "first": Text("the other one", "另一个在此"),
            "rename": Text(
                "make them one, or let the name say how they differ", "请合并二者，或用名称体现差别"
            ),
            "witness": Text(
                "{contact}: {answer} if the one is said, {other_answer} if the other",
                "{contact}：说明前者时{answer}，说明后者时{other_answer}",
            ),
        },
        explanation=Text(
            "Whoever reads the policy, writes a request or waives a rule takes the one for the other, and nothing says so, because both exist.",
            "阅读策略、编写请求或豁免规则的人容易将二者混淆，而由于二者都存在，系统不会提示。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nfact person.hardship : flag = no\nfact person.hardships : flag = no\n\ndeny hard when person.hardship\ndeny gone when person.hardships and channel is voice\n',
    ),
    Entry(
        code="W308",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` is looser than `{pack}`: {own_number}, not {number}",
            "`{name}` 比 `{pack}` 宽松：{own_number}，而非 {number}",
        ),
        hints={
            "use": Text("use the pack, or correct the number", "请引用该规则包，或更正数值"),
            "witness": Text(
                "{contact}: {answer}; this policy: {own_answer}",
                "{contact}：{answer}；本策略：{own_answer}",
            ),
        },
        explanation=Text(
            "Both rules say the same of the same law, or have the same name, and the numbers differ. Constants are copied from memory or from an old version; the pack was read beside its source.",
            "两条规则针对同一法规的同一处，或名称相同，但数值不同。常数往往凭记忆或旧版本抄写，而规则包是对照来源编写的。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nsource reg_f = "12 CFR part 1006"\n\ncap calls\n  at most 8 attempts by voice per person in 7 consecutive days\n  basis law\n  cite reg_f "1006.14(b)(2)(i)(A)"\n',
    ),
    Entry(
        code="W309",
        severity=Severity.WARNING,
        message=Text("`{name}` is used a second time", "`{name}` 被重复引用"),
        hints={
            "first": Text("it is used here first", "首次引用在此"),
            "keep_one": Text(
                "keep the one that is meant; join two conditions with `or`",
                "请保留需要的一处；两个条件可用 `or` 连接",
            ),
            "witness": Text(
                "{contact}: {answer}, outside the condition", "{contact}：{answer}，虽不满足该条件"
            ),
        },
        explanation=Text(
            "A policy is used wherever one of the two says so. A `use` without a condition makes the condition of the other one meaningless, and whoever reads only that one believes in it.",
            "两处引用满足其一即生效。不带条件的 `use` 会使另一处的条件失去意义，而只看到后者的人会信以为真。",
        ),
        example='policy house "House"\n  otherwise deny\n\nuse law\nuse law when purpose is collections\n\npolicy law "Law"\n  otherwise allow\n\ndeny calls when channel is voice\n',
    ),
    Entry(
        code="W310",
        severity=Severity.WARNING,
        message=Text(
            "`{first}` and `{second}` are both values of `{field}`, and easily taken for each other",
            "`{first}` 与 `{second}` 都是 `{field}` 的取值，极易混淆",
        ),
        hints={
            "first": Text("the other one", "另一个在此"),
            "one": Text(
                "write it the same everywhere, best in a definition", "请统一写法，最好放入一个定义"
            ),
            "witness": Text(
                "{contact}: {answer}; but {other}: {other_answer}",
                "{contact}：{answer}；而 {other}：{other_answer}",
            ),
        },
        explanation=Text(
            "Which values this field takes is not declared, so a misspelt one is no error: the rule is there and never applies.",
            "该字段的取值没有声明，因此拼写错误不会报错：规则存在，却永远不会适用。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nfact person.cease : flag = no\n\ndeny asked when purpose is collections and person.cease\ndeny visits when purpose is colections and channel is visit\n',
    ),
    Entry(
        code="W311",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` accepts a consent of any age, such as one given {years} years ago",
            "`{name}` 接受任意久远的同意，例如 {years} 年前作出的同意",
        ),
        hints={
            "say": Text(
                "say how long it lasts: `given within last 24 calendar months`, or `lasting at most 2 calendar years`",
                "请说明有效期：`given within last 24 calendar months`，或 `lasting at most 2 calendar years`",
            ),
            "witness": Text(
                "{contact}: {answer}, with a consent that old",
                "{contact}：{answer}，所凭同意已如此久远",
            ),
        },
        explanation=Text(
            "People forget what they agreed to, change their minds, and give up their numbers. The rule rests on nothing but our own word, so it should say how long a consent counts.",
            "人们会忘记曾经同意过什么，会改变主意，也会更换号码。该规则属于自定规则，因此应说明同意的有效期。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nconsent newsletters\n  require express consent for channel, purpose\n  when purpose is marketing\n',
    ),
    Entry(
        code="W312",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` accepts a consent more than {days} days after it was revoked",
            "`{name}` 在同意撤回 {days} 天后仍予接受",
        ),
        hints={
            "at_once": Text(
                "write `honor revocation at once`, or no longer than the work needs",
                "请写 `honor revocation at once`，或只保留处理所需的时间",
            ),
            "witness": Text(
                "{contact}: {answer}, though the consent was revoked that long ago",
                "{contact}：{answer}，而该同意早已撤回",
            ),
        },
        explanation=Text(
            "Whoever says no expects to be left alone. Laws that leave time for the work count it in days.",
            "表示拒绝的人期望不再被打扰。为处理留出时间的法规通常以天计算。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nconsent newsletters\n  require express consent for channel, purpose\n    given within last 24 calendar months\n    honor revocation within 90 full days\n  when purpose is marketing\n',
    ),
    Entry(
        code="W313",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` does not say what it rests on, unlike most rules here",
            "`{name}` 没有说明依据，而此处大多数规则都有说明",
        ),
        hints={
            "cite": Text(
                "cite its source, or write `basis house`", "请引用来源，或写明 `basis house`"
            ),
            "witness": Text("{contact}: {answer}", "{contact}：结果为{answer}"),
        },
        explanation=Text(
            "A policy that cites its sources is read beside them. A rule without either rests on our own word alone; whether that is meant, or a `cite` was forgotten, cannot be seen.",
            "注明来源的策略会被对照阅读。既无依据也无引用的规则只代表自定要求；这是有意为之还是遗漏了引用，无从得知。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nsource act = "Consumer Contact Act"\n\nfact person.cease : flag = no\nfact person.represented : flag = no\nfact person.hardship : flag = no\n\ndeny cease when person.cease basis law cite act "section 3"\ndeny represented when person.represented basis law cite act "section 4"\ndeny hardship when person.hardship\n',
    ),
)
