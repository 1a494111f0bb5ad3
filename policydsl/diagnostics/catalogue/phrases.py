"""E2xx codes: phrases that can mean several things, and must be said in full."""

from policydsl.diagnostics.catalogue import phrases_values
from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_READINGS = {
    "consecutive": Text(
        "`{number} consecutive days` counts local calendar dates, today included",
        "`{number} consecutive days` 按当地日历日计算，包含当天",
    ),
    "rolling": Text(
        "`{number} rolling days` is the last {hours} hours",
        "`{number} rolling days` 指最近 {hours} 小时",
    ),
    "week": Text(
        "`a calendar week` is Monday to Sunday on the person's clock",
        "`a calendar week` 指对方当地时间的周一至周日",
    ),
    "calendar_day": Text(
        "`a calendar day` is the local date, from midnight",
        "`a calendar day` 指当地日期，从零点起算",
    ),
    "last_hours": Text(
        "`{hours} hours` counts back from now", "`{hours} hours` 从当前时刻往前计算"
    ),
    "weeks_of_days": Text(
        "`{week_days} consecutive days` counts local calendar dates, today included",
        "`{week_days} consecutive days` 按当地日历日计算，包含当天",
    ),
    "rolling_weeks": Text(
        "`{number} rolling {weeks}` is the last {week_hours} hours",
        "`{number} rolling {weeks}` 指最近 {week_hours} 小时",
    ),
    "calendar_weeks": Text(
        "`{number} calendar weeks` runs from Monday to Sunday, this week included",
        "`{number} calendar weeks` 按周一至周日计算，包含本周",
    ),
    "span_consecutive": Text(
        "`{number} consecutive {days}` ends with a local date, the first day being day 1",
        "`{number} consecutive {days}` 按当地日历日计算，当天算第 1 天",
    ),
    "span_rolling": Text(
        "`{number} rolling {days}` is {hours} hours", "`{number} rolling {days}` 指 {hours} 小时"
    ),
    "span_full": Text(
        "`{number} full {days}` are whole local dates, the day after being the first",
        "`{number} full {days}` 指完整的当地日期，次日算第 1 天",
    ),
    "span_weeks": Text(
        "`{number} rolling {weeks}` is {week_hours} hours",
        "`{number} rolling {weeks}` 指 {week_hours} 小时",
    ),
    "span_weeks_of_days": Text(
        "`{week_days} consecutive days` ends with a local date, the first day being day 1",
        "`{week_days} consecutive days` 按当地日历日计算，当天算第 1 天",
    ),
}

_AMBIGUOUS: tuple[Entry, ...] = (
    Entry(
        code="E201",
        severity=Severity.ERROR,
        message=Text(
            "`{first}` and `{second}` are mixed without parentheses",
            "`{first}` 与 `{second}` 混用而没有括号",
        ),
        hints={
            "first": Text("the first is here", "第一个在这里"),
            "parentheses": Text(
                "put parentheses around the part that belongs together, such as `a or (b and c)`",
                "请用括号括起属于一组的部分，例如 `a or (b and c)`",
            ),
        },
        explanation=Text(
            "Readers disagree about whether `and` or `or` comes first, and the answer changes who may be contacted. So the two are never mixed without parentheses that say it.",
            "`and` 和 `or` 谁先结合，读者的理解并不一致，而结果会影响可以联系谁。因此两者混用时必须用括号写明。",
        ),
        example='policy demo "Demo"\n\ndeny calls when channel is voice and person.cease or person.minor\n',
    ),
    Entry(
        code="E202",
        severity=Severity.ERROR,
        message=Text("`{text}` does not say over what time", "`{text}` 没有写明统计的时间范围"),
        hints={
            "day": Text(
                "`in a calendar day` counts the local date", "`in a calendar day` 按当地日期统计"
            ),
            "rolling": Text(
                "`in 7 rolling days` counts back from now", "`in 7 rolling days` 从当前时刻往前统计"
            ),
            "ever": Text("`ever` counts everything", "`ever` 统计全部"),
        },
        explanation=Text(
            "A number of contacts says nothing without the time in which they are counted. Add a window: `in a calendar day`, `in 24 hours`, `in 7 consecutive days`, `since last connection`, or `ever`.",
            "只写次数而不写统计时间没有意义。请补充统计窗口：`in a calendar day`、`in 24 hours`、`in 7 consecutive days`、`since last connection` 或 `ever`。",
        ),
        example='policy demo "Demo"\n\ncap daily\n  at most 3 attempts per person\n',
    ),
    Entry(
        code="E203",
        severity=Severity.ERROR,
        message=Text("`{text}` can mean three things", "`{text}` 有三种可能的含义"),
        hints=_READINGS,
        explanation=Text(
            "A number of days can be counted as calendar dates, as hours back from now, or as a week, and the three give different answers. Laws differ in which one they mean, so the policy has to say it in full. Write the one that the regulation or the contract uses.",
            "若干天可以按日历日计算，可以按从现在往前的小时数计算，也可以按自然周计算，结果各不相同。各项法规的口径并不一致，因此策略必须写明。请按所依据的法规或合同选用其中一种写法。",
        ),
        example='policy demo "Demo"\n  governs purpose in {collections}\n\ncap weekly\n  at most 5 attempts by voice per debt in 7 days\n',
    ),
    Entry(
        code="E204",
        severity=Severity.ERROR,
        message=Text("`{text}` must be said in full", "`{text}` 必须写完整"),
        hints={
            "a_calendar_month": Text("write `a calendar month`", "请写成 `a calendar month`"),
            "a_calendar_quarter": Text("write `a calendar quarter`", "请写成 `a calendar quarter`"),
            "a_calendar_year": Text("write `a calendar year`", "请写成 `a calendar year`"),
            "in_calendar_months": Text(
                "write `{number} calendar months`", "请写成 `{number} calendar months`"
            ),
            "in_calendar_quarters": Text(
                "write `{number} calendar quarters`", "请写成 `{number} calendar quarters`"
            ),
            "in_calendar_years": Text(
                "write `{number} calendar years`", "请写成 `{number} calendar years`"
            ),
            "span_months": Text(
                "write `{number} calendar {months}`: to the same day of the month",
                "请写成 `{number} calendar {months}`，即到月份中的同一天",
            ),
            "span_quarters": Text(
                "write `{quarter_months} calendar months`: to the same day of the month",
                "请写成 `{quarter_months} calendar months`，即到月份中的同一天",
            ),
            "span_years": Text(
                "write `{number} calendar {years}`: to the same day of the year",
                "请写成 `{number} calendar {years}`，即到年份中的同一天",
            ),
            "span_business_days": Text(
                'write `{number} full business {days} of "US"`, with the calendar that says which days these are',
                '请写成 `{number} full business {days} of "US"`，并写明依据哪个日历',
            ),
        },
        explanation=Text(
            "Months and years differ in length, and business days depend on a calendar. The full form says how they are counted, so that nobody has to guess.",
            "月和年的长短不一，工作日取决于日历。完整写法说明了计算方式，无需猜测。",
        ),
        example='policy demo "Demo"\n\ncooldown refused\n  wait 2 months after refusal per person\n',
    ),
    Entry(
        code="E225",
        severity=Severity.ERROR,
        message=Text("`{text}` can mean two things", "`{text}` 有两种可能的含义"),
        hints=_READINGS,
        explanation=Text(
            "Days and weeks can be counted as calendar dates or as hours, and the two give different answers. Laws differ in which one they mean, so the policy has to say it in full.",
            "天和周可以按日历日计算，也可以按小时计算，结果不同。各项法规的口径并不一致，因此策略必须写明。",
        ),
        example='policy demo "Demo"\n\ncap fortnight\n  at most 5 attempts per debt in 14 days\n',
    ),
    Entry(
        code="E226",
        severity=Severity.ERROR,
        message=Text("`ignore {lint}` gives no reason", "`ignore {lint}` 没有说明理由"),
        hints={
            "because": Text(
                'say why it is meant: `ignore {lint} because "…"`',
                '请说明为何如此：`ignore {lint} because "…"`',
            ),
            "because_yaml": Text(
                "say why it is meant: `ignore: {name: reason}`",
                "请说明为何如此：`ignore: {名称: 理由}`",
            ),
        },
        explanation=Text(
            "A finding of a lint may be meant. Whoever reads the policy later has to know why, so the reason stands beside what is ignored.",
            "lint 的发现可能是有意为之。以后阅读策略的人需要知道原因，因此理由必须与被忽略的内容写在一起。",
        ),
        example='policy demo "Demo"\n\ndeny calls\n  when channel is voice\n  ignore no_stop\n',
    ),
    Entry(
        code="E205",
        severity=Severity.ERROR,
        message=Text("`{part}` is said twice", "`{part}` 写了两次"),
        hints={
            "first": Text("it is said here first", "首次出现在此处"),
            "keep_one": Text("keep one of the two", "请只保留其中一个"),
        },
        explanation=Text(
            "Each part of a phrase is said once: one window, one list of channels after `by`, one list of keys after `per`, one `where`. Several conditions are joined by `and` inside one `where`.",
            "短语的每个部分只写一次：一个统计窗口、`by` 之后一组渠道、`per` 之后一组维度、一个 `where`。多个条件请在同一个 `where` 中用 `and` 连接。",
        ),
        example='policy demo "Demo"\n\ncap daily\n  at most 3 attempts per person in 24 hours ever\n',
    ),
    Entry(
        code="E213",
        severity=Severity.ERROR,
        message=Text(
            "`is not {relation}` can be read in two ways", "`is not {relation}` 有两种读法"
        ),
        hints={
            "opposite": Text(
                "write `{left} is {opposite} {right}`", "请写成 `{left} is {opposite} {right}`"
            ),
            "negation": Text(
                "or `not {left} is {relation} {right}`, which is also true when there is no date",
                "或 `not {left} is {relation} {right}`，没有日期时它也成立",
            ),
        },
        explanation=Text(
            "A date that is absent on purpose is neither before nor after anything. The opposite of `is before` is therefore not quite `is on or after`, and the policy has to say which of the two it means.",
            "特意不填的日期既不在任何日期之前，也不在其后。因此 `is before` 的反面并不完全等于 `is on or after`，策略必须写明是哪一种。",
        ),
        example='policy demo "Demo"\n\ndeny early when debt.due_on is not before today\n',
    ),
    Entry(
        code="E214",
        severity=Severity.ERROR,
        message=Text(
            "`{value}` after `{word}` is not compared with anything",
            "`{word}` 之后的 `{value}` 没有与任何内容比较",
        ),
        hints={
            "set": Text(
                "write `{left} {negated}in {braces}`", "请写成 `{left} {negated}in {braces}`"
            ),
            "definition": Text(
                "if it is a condition of its own, `define` it",
                "如果它本身是一个条件，请用 `define` 定义",
            ),
        },
        explanation=Text(
            "`channel is voice or visit` reads well and means something else: `visit` would be a condition of its own. A list in braces says that the channel is one of several.",
            "`channel is voice or visit` 读起来通顺，含义却不同：`visit` 会成为单独的条件。要表示渠道是其中之一，请用花括号列表。",
        ),
        example='policy demo "Demo"\n\ndeny both when channel is voice or visit\n',
    ),
    Entry(
        code="E219",
        severity=Severity.ERROR,
        message=Text(
            "`{text}` is how long to wait, not a window", "`{text}` 表示等待时长，而不是统计窗口"
        ),
        hints={
            "consecutive": Text(
                "`{number} consecutive days` counts local calendar dates, today included",
                "`{number} consecutive days` 按当地日历日计算，包含当天",
            ),
            "rolling": Text(
                "`{number} rolling days` counts back from now",
                "`{number} rolling days` 从当前时刻往前计算",
            ),
        },
        explanation=Text(
            "Full days begin with the day after something, so they can be waited for, but nothing can be counted in them. A window says `consecutive days`, `rolling days`, or a calendar unit.",
            "`full days` 从次日算起，可以用来等待，但不能用来计数。统计窗口请用 `consecutive days`、`rolling days` 或自然周期。",
        ),
        example='policy demo "Demo"\n\ncap weekly\n  at most 3 attempts per person in 7 full days\n',
    ),
    Entry(
        code="E221",
        severity=Severity.ERROR,
        message=Text(
            "`per {unit}` says whom a limit is for, not in what time",
            "`per {unit}` 表示上限针对谁，而不是统计时间",
        ),
        hints={
            "window": Text(
                "write `in a calendar {unit}` for the time", "统计时间请写成 `in a calendar {unit}`"
            ),
            "hours": Text("write `in 1 hour` for the time", "统计时间请写成 `in 1 hour`"),
            "key": Text(
                "write `per person` or `per debt` for what is counted apart",
                "分开计数的维度请写成 `per person` 或 `per debt`",
            ),
        },
        explanation=Text(
            "A limit needs two things: for whom it is counted (`per person`) and in what time (`in a calendar day`). In the language `per` is only the first.",
            "上限需要写明两点：按谁计数（`per person`）和在多长时间内（`in a calendar day`）。`per` 只表示前者。",
        ),
        example='policy demo "Demo"\n\ncap daily\n  at most 3 attempts per day\n',
    ),
)

ENTRIES: tuple[Entry, ...] = (*_AMBIGUOUS, *phrases_values.ENTRIES)
