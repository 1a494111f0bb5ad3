"""W1xx codes: lints about times and zones."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_COMPARED = Text(
    "{contact}: {answer}; but {other}: {other_answer}",
    "{contact}：{answer}；而 {other}：{other_answer}",
)

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="W101",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` leaves {when} {state}, unlike {others}",
            "按 `{name}`，{when} {state}，而{others}并非如此",
        ),
        hints={
            "add": Text(
                "an interval over midnight belongs to the day on which it begins; to close this time, add `{line}`",
                "跨午夜的时段归属于其开始的那一天；如要封住这段时间，请补上 `{line}`",
            ),
            "until": Text(
                "ends are left out: write `to {end}`",
                "结束时刻不包含在内：请写 `to {end}`",
            ),
            "witness": _COMPARED,
        },
        explanation=Text(
            "Quiet hours or contact hours leave a few minutes, or one night of the week, otherwise than everything around. Mostly an interval over midnight stands on a set of weekdays, and the morning after the days left out is covered by nothing; or an interval ends at 23:59. Close the time, or ignore this lint with a reason.",
            "静默时段或可联系时段使某几分钟、或一周中的某一夜与周围不同。多半是跨午夜的时段写在部分星期上，其后的那个清晨无人覆盖；或者时段写到 23:59 为止。请封住这段时间，或写明理由后忽略本项检查。",
        ),
        example='policy house "House"\n  otherwise deny\n\nquiet hours night\n  all day on saturday, sunday\n  from 21:00 to 09:00 on monday to friday\n',
    ),
    Entry(
        code="W102",
        severity=Severity.NOTE,
        message=Text(
            "`{name}` runs on until {until} and leaves {open} open",
            "`{name}` 一直延续到{until}，而 {open} 未被覆盖",
        ),
        hints={
            "evenings": Text(
                "if these evenings are meant, say so in two lines: `{evening}` and `{morning}`",
                "如指这些日子的夜晚，请分两行写明：`{evening}` 和 `{morning}`",
            ),
            "dates": Text(
                "if the mornings of the same days are meant too, add `{line}`",
                "如也包括这些日子的清晨，请补上 `{line}`",
            ),
            "witness": _COMPARED,
        },
        explanation=Text(
            "An interval over midnight belongs to the day on which it begins. On a set of days that one names as dates, such as Monday to Friday, it closes the morning after the last day and leaves the first morning open. That may be meant; written in two lines it cannot be misread.",
            "跨午夜的时段归属于其开始的那一天。写在周一至周五这类按日期理解的星期上时，它会覆盖最后一天之后的清晨，而第一天的清晨并未覆盖。这可能正是本意；分两行书写则不会误读。",
        ),
        example='policy house "House"\n  otherwise deny\n\nquiet hours night\n  from 21:00 to 08:00 on monday to friday\n',
    ),
    Entry(
        code="W103",
        severity=Severity.WARNING,
        message=Text(
            "this line of `{name}` says nothing: the rule is the same without it",
            "`{name}` 的这一行没有作用：去掉后规则不变",
        ),
        hints={
            "quiet": Text(
                "other lines cover all of its time; take it away, or write the time that is meant",
                "其全部时段已被其他行覆盖；请删去，或改成想要的时段",
            ),
            "contact": Text(
                "a date that several lines cover must satisfy all of them; to open a day for longer, take it out of the other line with `on` or `except`",
                "一个日期若被多行覆盖，须同时满足各行；要让某天开放更久，请用 `on` 或 `except` 把它从另一行中去掉",
            ),
            "witness": Text(
                "{contact}: {answer}, with this line and without it",
                "{contact}：{answer}，有无此行均如此",
            ),
        },
        explanation=Text(
            "A line of hours changes nothing, at no minute and whatever days are holidays. In quiet hours other lines cover it. In contact hours each date must satisfy every line that covers it, so a wider line beside a narrower one opens nothing.",
            "某行时段在任何时刻都不起作用，无论哪些日子是节假日。静默时段中，它已被其他行覆盖；可联系时段中，每个日期须满足所有覆盖它的行，因此较宽的一行并不能放宽较窄的一行。",
        ),
        example='policy house "House"\n  otherwise deny\n\ncontact hours day\n  from 08:00 to 20:00\n  from 07:00 to 22:00 on sunday\n',
    ),
    Entry(
        code="W104",
        severity=Severity.WARNING,
        message=Text(
            "two lines of `{name}` cover {day} and have no minute in common, so the day is closed",
            "`{name}` 有两行都覆盖{day}而没有共同的时刻，当天因此全天不可联系",
        ),
        hints={
            "one_line": Text(
                "write both times in one line, with a comma between them",
                "请把两个时段写在同一行，中间用逗号隔开",
            ),
            "other": Text("the other line", "另一行"),
            "witness": Text("{contact}: {answer}", "{contact}：{answer}"),
        },
        explanation=Text(
            "A date that several lines of contact hours cover must satisfy all of them. Two lines without a minute in common close the day altogether.",
            "一个日期若被可联系时段的多行覆盖，须同时满足各行。两行没有共同的时刻，当天便全天关闭。",
        ),
        example='policy house "House"\n  otherwise deny\n\ncontact hours visits\n  from 09:00 to 12:00 on monday to friday\n  from 14:00 to 18:00 on monday to friday\n',
    ),
)
