"""E3xx codes: values, conditions and dates of the wrong type."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_DID_YOU_MEAN = Text("did you mean `{suggestion}`?", "您要写的是 `{suggestion}` 吗？")
_DEFINED = Text("it is defined here", "定义在这里")
_VALUES = Text("write {values}", "请写 {values}")

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E306",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` is {kind}; {wanted} is needed here", "`{name}` 是{kind}，此处需要{wanted}"
        ),
        explanation=Text(
            "The place where the fact stands takes one type only: weekly hours after `during`, preferences after `ruled out by`, a set after `in`, a text before `starts with` and as the name of a calendar. Use a fact of that type, or correct the declaration.",
            "事实所在的位置只接受一种类型：`during` 之后须为每周时段表，`ruled out by` 之后须为偏好列表，`in` 之后须为集合，`starts with` 之前和作为日历名称时须为文本。请改用该类型的事实，或更正其声明。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nquiet hours asleep\n  during person.region\n',
    ),
    Entry(
        code="E307",
        severity=Severity.ERROR,
        message=Text("`{name}` is never `none`", "`{name}` 不会是 `none`"),
        hints={
            "known": Text(
                "to ask whether it was sent at all, write `{name} is known` or `{name} is not known`",
                "如需判断该事实是否已传入，请写 `{name} is known` 或 `{name} is not known`",
            ),
            "declare_none": Text(
                "if it can be absent on purpose, declare it with `= none`",
                "如该事实可以特意留空，请在声明中加上 `= none`",
            ),
        },
        explanation=Text(
            "`none` says that something is absent on purpose: there is no promise, no agreed hour. A fact that was merely not sent is unknown, which is another thing. Only facts declared with `= none`, and some built-in ones, can be absent.",
            "`none` 表示特意留空，例如没有承诺、没有约定时段。仅仅没有传来的事实属于未知，两者不同。只有声明时写了 `= none` 的事实和部分内置事实可以为空。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny nowhere when person.region is none\n',
    ),
    Entry(
        code="E308",
        severity=Severity.ERROR,
        message=Text(
            "this cannot be a value of `{name}`, which is {kind}",
            "这不能作为 `{name}` 的值，其类型为{kind}",
        ),
        hints={
            "flag": Text("write `yes` or `no`", "请写 `yes` 或 `no`"),
            "number": Text("write a number, such as `3`", "请写数字，如 `3`"),
            "text": Text('write a text, such as `"US-FL"`', '请写文本，如 `"US-FL"`'),
            "date": Text("write a date, such as `2026-01-31`", "请写日期，如 `2026-01-31`"),
            "instant": Text(
                "write an instant with its offset, such as `2026-01-31T09:00+08:00`",
                "请写带时区偏移的时刻，如 `2026-01-31T09:00+08:00`",
            ),
            "set": Text(
                "a set is asked whether something is in it: `channel in {name}`",
                "集合只能用于判断是否包含某值：`channel in {name}`",
            ),
            "hours": Text(
                "weekly hours are asked for the time: `now is during {name}`",
                "每周时段表只能用于判断时间：`now is during {name}`",
            ),
            "preferences": Text(
                "preferences are asked for the contact: `ruled out by {name}`",
                "偏好列表只能用于判断联系：`ruled out by {name}`",
            ),
            "values": _VALUES,
        },
        explanation=Text(
            "Both sides of a comparison, and a fact and its default, have the same type. Nothing is converted: a number is not a text, and a date is not an instant.",
            "比较的两侧、事实与其默认值，类型必须相同。系统不做任何转换：数字不是文本，日期也不是时刻。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny early when debt.due_on is 5\n',
    ),
    Entry(
        code="E309",
        severity=Severity.ERROR,
        message=Text("`{value}` is not a value of `{name}`", "`{value}` 不是 `{name}` 的取值"),
        hints={"did_you_mean": _DID_YOU_MEAN, "values": _VALUES},
        explanation=Text(
            "The fact takes one of a few values, and the one written is none of them, so the comparison would never hold. Correct it, or add the value to the declaration; to a built-in list it is added with `fact channel : also …`.",
            "该事实只能取若干固定值之一，所写的值不在其中，这样的比较永远不会成立。请更正，或在声明中加入该值；内置的列表用 `fact channel : also …` 补充。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls when channel is phone\n',
    ),
    Entry(
        code="E313",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` is {kind}, which is no condition by itself",
            "`{name}` 是{kind}，单独写不构成条件",
        ),
        hints={
            "compare": Text(
                "compare it with something, such as `{name} is …`",
                "请与某个值比较，例如 `{name} is …`",
            )
        },
        explanation=Text(
            "Only a flag, which is `yes` or `no`, can stand alone as a condition. Everything else is compared: with `is`, `in`, `<`, `is before`, or `is known`.",
            "只有取值为 `yes` 或 `no` 的是非值可以单独作为条件。其他类型都要比较：用 `is`、`in`、`<`、`is before` 或 `is known`。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls when channel\n',
    ),
    Entry(
        code="E314",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` is a list of values, which is no condition by itself",
            "`{name}` 是一组取值，单独写不构成条件",
        ),
        hints={
            "in": Text("write `channel in {name}`", "请写成 `channel in {name}`"),
            "defined": _DEFINED,
        },
        explanation=Text(
            "The definition lists values but does not say what must be one of them. Write the field before it, followed by `in`.",
            "该定义只列出了取值，没有说明由谁来取。请在前面写上字段和 `in`。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndefine remote = {voice, sms}\n\ndeny far when remote\n',
    ),
    Entry(
        code="E316",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` is {kind}; `<`, `<=`, `>`, and `>=` compare numbers",
            "`{name}` 是{kind}，而 `<`、`<=`、`>`、`>=` 只能比较数字",
        ),
        hints={
            "dates": Text(
                "write `is before`, `is on or before`, `is after`, or `is on or after`",
                "请写 `is before`、`is on or before`、`is after` 或 `is on or after`",
            ),
            "is": Text("write `is`, `is not`, or `in {…}`", "请写 `is`、`is not` 或 `in {…}`"),
        },
        explanation=Text(
            "Only numbers are ordered by signs. Dates and instants are compared in words, which say whether the end belongs to it; texts, flags, and values of a list have no order.",
            "只有数字可以用符号比较大小。日期和时刻用文字比较，以便写明是否包含端点；文本、是非值和枚举值没有大小之分。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny early when debt.due_on < 5\n',
    ),
    Entry(
        code="E317",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` is a condition, not a list of values", "`{name}` 是条件，不是一组取值"
        ),
        hints={"defined": _DEFINED},
        explanation=Text(
            "After `in` stands a list in braces, a definition of such a list, or a fact that is a set. The name here is defined as a condition, which is used alone.",
            "`in` 之后应为花括号列表、定义为列表的名称，或类型为集合的事实。此处的名称定义为条件，应单独使用。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndefine remote = channel is voice\n\ndeny far when channel in remote\n',
    ),
    Entry(
        code="E318",
        severity=Severity.ERROR,
        message=Text("`{name}` is not a list that is defined", "`{name}` 不是已定义的列表"),
        hints={
            "define": Text(
                "define it, for example `define {name} = {voice, sms}`",
                "请先定义，例如 `define {name} = {voice, sms}`",
            ),
            "braces": Text(
                "or, if it is itself a value, write `in {{name}}`",
                "如果它本身就是取值，请写成 `in {{name}}`",
            ),
        },
        explanation=Text(
            "After `in` a name without a dot is a definition that lists values. There is none of this name. Values themselves stand in braces.",
            "`in` 之后不含点号的名称应是列出取值的定义，但没有这个名称的定义。取值本身须写在花括号中。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny far when channel in remote\n',
    ),
    Entry(
        code="E319",
        severity=Severity.ERROR,
        message=Text(
            "a date has no hour from which this could be counted",
            "日期没有具体时刻，无法由此计算该时长",
        ),
        hints={
            "days": Text(
                "write `2 full days`, `2 consecutive days`, or `2 calendar months`",
                "请写 `2 full days`、`2 consecutive days` 或 `2 calendar months` 之类的时长",
            )
        },
        explanation=Text(
            "A date is a whole local day, so there is no hour of it from which hours could be counted. Use days, months, or years, or a fact that is an instant.",
            "日期是完整的当地一天，没有可供起算小时的时点。请使用天、月、年，或改用类型为时刻的事实。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny early when now is before debt.due_on + 48 hours\n',
    ),
    Entry(
        code="E320",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` is {kind}; a date or an instant is needed here",
            "`{name}` 是{kind}，此处需要日期或时刻",
        ),
        explanation=Text(
            "Before and after, and so many days from something, make sense for dates and instants only. Use a fact of one of these types, `now`, `today`, or a date such as `2026-01-31`.",
            "先后顺序、距某日若干天，只对日期和时刻有意义。请使用这两种类型的事实、`now`、`today`，或 `2026-01-31` 这样的日期。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny early when person.region is before today\n',
    ),
    Entry(
        code="E321",
        severity=Severity.ERROR,
        message=Text("events cannot be counted inside `where`", "`where` 中不能对事件计数"),
        hints={
            "define": Text(
                "count them in `when` or `unless`, beside the other conditions of the rule",
                "请在 `when` 或 `unless` 中计数，与规则的其他条件并列",
            )
        },
        explanation=Text(
            "`where (…)` looks at one event or one consent at a time. A count looks at all events, as of now, so it belongs to the conditions of the rule.",
            "`where (…)` 每次只看一个事件或一条同意记录，而计数要看截至当前的所有事件，因此应写在规则的条件中。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncap daily\n  at most 3 attempts per person in a calendar day where (any payment ever)\n',
    ),
    Entry(
        code="E322",
        severity=Severity.ERROR,
        message=Text(
            "a consent cannot be asked for inside another consent",
            "同意条件中不能再嵌套同意条件",
        ),
        explanation=Text(
            "The `where (…)` of a consent looks at that consent alone. Two consents are required by two conditions joined by `and`, or by two rules.",
            "同意条件的 `where (…)` 只看这一条同意记录。如需两项同意，请用 `and` 连接两个条件，或写成两条规则。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nconsent both\n  require consent for channel where (live consent for purpose)\n',
    ),
    Entry(
        code="E323",
        severity=Severity.ERROR,
        message=Text(
            "this does not say as of when the consent is judged",
            "没有写明按哪个时点判断同意",
        ),
        hints={
            "as_of": Text(
                "add `as of event.at`: the consent that was live when the event happened",
                "请补充 `as of event.at`，即以事件发生时有效的同意为准",
            )
        },
        explanation=Text(
            "A consent can be live when an event happens and gone today. Among past events only the consent at the time of the event is meant, and the policy has to say so.",
            "事件发生时有效的同意，今天可能已经失效。对过往事件只能按事件发生时的同意判断，策略必须写明。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncap daily\n  at most 3 attempts per person in a calendar day where (live consent for channel)\n',
    ),
)
