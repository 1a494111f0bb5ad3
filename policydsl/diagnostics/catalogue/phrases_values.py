"""E2xx codes, continued: times, dates, numbers, and types that look right and are not."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_INSTEAD = Text("write `{instead}`", "请写成 `{instead}`")

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E206",
        severity=Severity.ERROR,
        message=Text("days run `to` their last day", "星期范围用 `to` 连接"),
        hints={
            "to": Text(
                "write `{first} to {last}`, {last} included",
                "请写成 `{first} to {last}`，包含 {last}",
            ),
        },
        explanation=Text(
            "There is one way to write a range of weekdays: `monday to friday`, which includes Friday. `through` is for dates and moments.",
            "星期范围只有一种写法：`monday to friday`，包含星期五。`through` 用于日期和时间点。",
        ),
        example='policy demo "Demo"\n\nquiet hours night\n  from 20:00 to 08:00 on monday through friday\n',
    ),
    Entry(
        code="E207",
        severity=Severity.ERROR,
        message=Text(
            "hours run `to` their end and leave it out", "时段用 `to` 连接，且不包含结束时刻"
        ),
        hints={
            "to": Text(
                "write `{first} to {last}`; it ends as {last} begins",
                "请写成 `{first} to {last}`；到 {last} 为止，不含该时刻",
            ),
        },
        explanation=Text(
            "`to` and `until` leave the end out, `through` takes it in. For hours of the day only `to` exists, because an hour that belongs to two intervals would be both allowed and refused.",
            "`to` 和 `until` 不含终点，`through` 包含终点。时段只用 `to`，否则同一时刻会同时属于两个时段。",
        ),
        example='policy demo "Demo"\n\nquiet hours night\n  from 22:00 through 08:00\n',
    ),
    Entry(
        code="E208",
        severity=Severity.ERROR,
        message=Text("the hours begin and end at {time}", "时段的起止时刻都是 {time}"),
        hints={
            "whole_day": Text(
                "write `00:00 to 24:00` for the whole day", "全天请写成 `00:00 to 24:00`"
            ),
        },
        explanation=Text(
            "Hours that end when they begin could be the whole day or nothing. Write `00:00 to 24:00` for the whole day; for nothing, leave the line out.",
            "起止相同的时段既可能是全天，也可能为空。全天请写 `00:00 to 24:00`；为空则删去该行。",
        ),
        example='policy demo "Demo"\n\nquiet hours always\n  from 08:00 to 08:00\n',
    ),
    Entry(
        code="E209",
        severity=Severity.ERROR,
        message=Text("`{time}` is not a time of the day", "`{time}` 不是一天中的时刻"),
        hints={
            "instead": _INSTEAD,
            "no_such_time": Text(
                "times run from `00:00` to `24:00`", "时刻的范围是 `00:00` 至 `24:00`"
            ),
            "only_end": Text(
                "`24:00` can only be an end; a day begins at `00:00`",
                "`24:00` 只能作为结束时刻；一天从 `00:00` 开始",
            ),
        },
        explanation=Text(
            "Times are written with two digits for the hour and two for the minute, on the 24-hour clock: `08:00`, `22:30`. `24:00` is the end of a day.",
            "时刻采用 24 小时制，时和分各两位：`08:00`、`22:30`。`24:00` 表示一天的结束。",
        ),
        example='policy demo "Demo"\n\nquiet hours night\n  from 10pm to 8am\n',
    ),
    Entry(
        code="E210",
        severity=Severity.ERROR,
        message=Text("`{date}` is not a date", "`{date}` 不是日期"),
        hints={
            "instead": _INSTEAD,
            "order": Text("write year, month, day: `2026-01-30`", "请按年-月-日书写：`2026-01-30`"),
            "no_such_day": Text("there is no such day in the calendar", "日历中没有这一天"),
            "instant": Text(
                "an instant is written `2026-01-30T08:00:00+08:00`",
                "时间点写作 `2026-01-30T08:00:00+08:00`",
            ),
            "years": Text(
                "a policy speaks of the years {first} to {last}",
                "策略中的年份范围是 {first} 至 {last}",
            ),
        },
        explanation=Text(
            "Dates are written year, month, day, with four, two, and two digits: `2026-01-30`. Other orders mean different days in different countries.",
            "日期按年-月-日书写，位数为 4、2、2：`2026-01-30`。其他顺序在不同国家含义不同。",
        ),
        example='policy demo "Demo"\n  effective from 2026-1-3\n',
    ),
    Entry(
        code="E211",
        severity=Severity.ERROR,
        message=Text("`{instant}` does not say on whose clock", "`{instant}` 没有写明时区偏移"),
        hints={
            "offset": Text(
                "add the offset, as in `2026-01-30T08:00:00+08:00`, or `Z` for UTC",
                "请补充偏移量，例如 `2026-01-30T08:00:00+08:00`，UTC 用 `Z`",
            ),
        },
        explanation=Text(
            "Without its offset an instant could be any of about forty. Add the offset from UTC that was in force, such as `+08:00`.",
            "没有偏移量的时间点可能对应约四十个不同的时刻。请补充当时与 UTC 的偏移，例如 `+08:00`。",
        ),
        example='policy demo "Demo"\n\ndeny late when now is after 2026-01-30T08:00:00\n',
    ),
    Entry(
        code="E212",
        severity=Severity.ERROR,
        message=Text(
            "`{number}` is not a number that can stand here", "此处不能使用数字 `{number}`"
        ),
        hints={
            "whole": Text(
                "write a whole number without a sign, such as `3`",
                "请写不带符号的整数，例如 `3`",
            ),
            "digits": Text("write at most {most} digits", "最多 {most} 位数字"),
            "between": Text(
                "write a number from {least} to {most}", "请写 {least} 到 {most} 之间的数字"
            ),
        },
        explanation=Text(
            "Contacts, days, and hours are counted in whole numbers within bounds that no real rule comes near: a million contacts, a hundred years. A larger number is a slip of the hand.",
            "联系次数、天数和小时数都是整数，且有宽松的上限：一百万次联系、一百年。更大的数字多半是笔误。",
        ),
        example='policy demo "Demo"\n\ncap odd\n  at most 2.5 attempts per person in a calendar day\n',
    ),
    Entry(
        code="E215",
        severity=Severity.ERROR,
        message=Text("`{name}` is not a type of fact", "`{name}` 不是事实的类型"),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "您要写的是 `{suggestion}` 吗？"),
            "types": Text(
                "the types are `flag`, `number`, `text`, `date`, `instant`, `one of …`, `set of …`, `hours`, and `preferences`",
                "类型有 `flag`、`number`、`text`、`date`、`instant`、`one of …`、`set of …`、`hours` 和 `preferences`",
            ),
        },
        explanation=Text(
            "Every fact has a type, so that a wrong value is found before any rule reads it. A yes or no is a `flag`, words from a list are `one of a, b`.",
            "每个事实都有类型，以便在规则读取之前发现错误的值。是与否用 `flag`，列表中的词用 `one of a, b`。",
        ),
        example='policy demo "Demo"\n\nfact person.minor : bool\n',
    ),
    Entry(
        code="E216",
        severity=Severity.ERROR,
        message=Text("only `now` can be during hours", "只有 `now` 能与时段比较"),
        hints={
            "now": Text(
                "write `now is during …`; for another moment, `judged at {name}` on a rule of hours",
                "请写成 `now is during …`；若要判断其他时间点，请在时段规则上写 `judged at {name}`",
            ),
        },
        explanation=Text(
            "`is during` asks whether the moment of the contact lies within the hours of a fact. Another moment is judged by a rule of hours that says `judged at`.",
            "`is during` 判断联系时刻是否落在事实所给的时段内。其他时间点由写有 `judged at` 的时段规则判断。",
        ),
        example='policy demo "Demo"\n\ndeny busy when proposal.sent_at is during person.busy_hours\n',
    ),
    Entry(
        code="E217",
        severity=Severity.ERROR,
        message=Text("only weeks start on a weekday", "只有周可以指定起始日"),
        hints={
            "only_weeks": Text(
                "leave `starting …` out, or write `a calendar week starting …`",
                "请删去 `starting …`，或写成 `a calendar week starting …`",
            ),
        },
        explanation=Text(
            "A calendar month, quarter, or year begins on its first day, whatever weekday that is. Only for weeks do countries differ.",
            "月、季度和年从其第一天开始，与星期几无关。只有周的起始日因国家而异。",
        ),
        example='policy demo "Demo"\n\ncap monthly\n  at most 3 attempts per person in a calendar month starting sunday\n',
    ),
    Entry(
        code="E218",
        severity=Severity.ERROR,
        message=Text("`{text}` is a length of time without its words", "`{text}` 应写出时间单位"),
        hints={"instead": _INSTEAD},
        explanation=Text(
            "Lengths of time are written in words, so that `m` is never a minute to one reader and a month to another.",
            "时长用完整的词书写，以免 `m` 被有的人读作分钟、有的人读作月。",
        ),
        example='policy demo "Demo"\n\ngap between\n  at least 4h between attempts per person\n',
    ),
    Entry(
        code="E222",
        severity=Severity.ERROR,
        message=Text(
            "`{text}` can be one day or the whole week", "`{text}` 可能是一天，也可能是整周"
        ),
        hints={
            "one_day": Text("write `{day}` for the one day", "只指这一天请写 `{day}`"),
            "every_day": Text("write `every day` for the whole week", "指整周请写 `every day`"),
        },
        explanation=Text(
            "A range from a weekday to the same weekday could be read as one day or as all seven. Say which.",
            "从某个星期几到同一个星期几，既可理解为一天，也可理解为七天。请写明是哪一种。",
        ),
        example='policy demo "Demo"\n\nquiet hours days\n  all day on monday to monday\n',
    ),
    Entry(
        code="E223",
        severity=Severity.ERROR,
        message=Text("`{name}` is not a value", "`{name}` 不是值"),
        hints={
            "apart": Text(
                "braces hold values such as `voice`; compare with `{name}` apart",
                "花括号内只能是 `voice` 之类的值；请另行与 `{name}` 比较",
            ),
        },
        explanation=Text(
            "A list in braces holds plain values. A name with a dot stands for a fact, whose value is not known before the contact; compare with it in a condition of its own.",
            "花括号列表只含普通的值。带点的名称代表事实，其值在联系之前未知；请用单独的条件与之比较。",
        ),
        example='policy demo "Demo"\n\ndeny odd when channel in {voice, person.channel}\n',
    ),
    Entry(
        code="E224",
        severity=Severity.ERROR,
        message=Text("the default `{name}` is not a value", "默认值 `{name}` 不是值"),
        hints={
            "value": Text(
                "write a value such as `no`, `0`, or `none`", "请写 `no`、`0` 或 `none` 之类的值"
            ),
        },
        explanation=Text(
            "A default is used when a fact is missing, so it has to be a plain value; it cannot be another fact, which may be missing too.",
            "默认值在事实缺失时使用，因此必须是普通的值，不能是另一个同样可能缺失的事实。",
        ),
        example='policy demo "Demo"\n\nfact debt.limit : number = debt.other\n',
    ),
)
