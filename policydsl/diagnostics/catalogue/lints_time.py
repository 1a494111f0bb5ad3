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
            "`{name}` 一直延续到{until}，而{open} 未被覆盖",
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
            "witness": Text("{contact}: {answer}", "{contact}：结果为{answer}"),
        },
        explanation=Text(
            "A date that several lines of contact hours cover must satisfy all of them. Two lines without a minute in common close the day altogether.",
            "一个日期若被可联系时段的多行覆盖，须同时满足各行。两行没有共同的时刻，当天便全天关闭。",
        ),
        example='policy house "House"\n  otherwise deny\n\ncontact hours visits\n  from 09:00 to 12:00 on monday to friday\n  from 14:00 to 18:00 on monday to friday\n',
    ),
    Entry(
        code="W105",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` is judged for each debt only because what lifts it reads one, so contacts about no debt escape it",
            "`{name}` 仅因例外条件读取了债务而按每笔债务判断，不涉及债务的联系因此不受其约束",
        ),
        hints={
            "beside": Text(
                "add a rule of the same content `when debt_count < 1`, or take the debt out of what lifts it",
                "请另加一条内容相同、带 `when debt_count < 1` 的规则，或不要在例外中读取债务",
            ),
            "witness": Text(
                "with `debts: []`, {contact}: {answer}; about a debt, {other}: {other_answer}",
                "`debts: []` 时，{contact}：{answer}；涉及债务时，{other}：{other_answer}",
            ),
        },
        explanation=Text(
            "A rule that reads debts is judged for each debt of the proposal, and for a proposal with `debts: []` not at all. Here only `unless` or an exemption reads one: an exception for some debts has taken the rule away from every contact that is about none.",
            "读取债务的规则按提议中的每笔债务判断；提议写明 `debts: []` 时则完全不判断。此处只有 `unless` 或豁免读取了债务：本意是对某些债务的例外，却使规则对一切不涉及债务的联系失效。",
        ),
        example='policy house "House"\n  otherwise deny\n\nfact debt.agreed : flag = no\n\nquiet hours night\n  from 21:00 to 08:00\n  unless debt.agreed\n',
    ),
    Entry(
        code="W106",
        severity=Severity.WARNING,
        message=Text(
            "the policy governs {channels}, and no rule of it can stop such a contact",
            "策略管辖 {channels}，却没有任何规则能拦截此类联系",
        ),
        hints={
            "governs": Text(
                "say with `governs channel in {…}` which channels the policy speaks about, so that `otherwise` answers for the rest, or write rules that hold for these too",
                "请用 `governs channel in {…}` 写明策略管辖哪些渠道，其余由 `otherwise` 回答；或写出同样适用于这些渠道的规则",
            ),
            "witness": Text(
                "without any consent, {contact}: {answer}",
                "没有任何同意的情况下，{contact}：{answer}",
            ),
        },
        explanation=Text(
            "The rules name their channels, and a channel that nothing in the policy mentions is stopped by none of them. It is governed, so `otherwise` does not answer for it either: it is allowed at any hour, to everybody, as often as one likes.",
            "各条规则都列出了渠道，而策略中从未提到的渠道不受任何规则约束。它又在管辖之内，`otherwise` 也不会对其作答：任何时刻、对任何人、次数不限均会放行。",
        ),
        example='policy house "House"\n  otherwise deny\n\nquiet hours night\n  from 21:00 to 08:00\n  when channel in {voice, sms}\n',
    ),
    Entry(
        code="W107",
        severity=Severity.WARNING,
        message=Text(
            "no minute of a week is left for {whom} by {rules}",
            "按 {rules}，{whom}在一周之内没有任何可联系的时刻",
        ),
        hints={
            "who": Text(
                "say with `when` which of the rules is meant for whom; if there is to be no such contact at all, say that with `deny`",
                "请用 `when` 写明各条规则分别针对谁；如本就不应有此类联系，请用 `deny` 写明",
            ),
            "witness": Text(
                "{contact}: {answer}, and likewise at every minute of that week",
                "{contact}：{answer}，且该周每一分钟均如此",
            ),
        },
        explanation=Text(
            "All rules of hours that surely speak about such a contact, and that nothing lifts, close the whole week between them. The contact is deferred for ever, and no single rule shows why.",
            "凡确定适用于此类联系且无从解除的时段规则，合在一起封住了整周。该联系会无限期延后，而单看任何一条规则都看不出原因。",
        ),
        example='policy house "House"\n  otherwise deny\n\ncontact hours office\n  from 09:00 to 17:00\n  when channel is visit\n\nquiet hours at_work\n  from 08:00 to 18:00\n  when channel is visit\n',
    ),
    Entry(
        code="W108",
        severity=Severity.WARNING,
        message=Text(
            "`{channel}` may be sent from {when} by the hours, but the delivery margin is at least as long, so it is not sent then",
            "按时段规则，`{channel}` 的可发出时段为{when}，但送达余量不短于该时段，因此实际不会发出",
        ),
        hints={
            "shorter": Text(
                "make the margin shorter or the opening longer; if nobody notices when `{channel}` arrives, leave it out of the hours with `when`",
                "请缩短送达余量或延长可联系时段；如 `{channel}` 何时到达无人察觉，请用 `when` 使其不受时段约束",
            ),
            "witness": Text("{contact}: {answer}", "{contact}：结果为{answer}"),
        },
        explanation=Text(
            "With a delivery margin a contact must be allowed to arrive as well: what will be denied by then is denied now. An opening of the hours that is no longer than the margin therefore never opens.",
            "有送达余量时，联系到达之时也须获准：届时会被拦截的，现在就拦截。因此不长于余量的可联系时段形同不开放。",
        ),
        example='policy house "House"\n  otherwise deny\n  delivery margin 2 rolling days for letter\n\nquiet hours night\n  from 21:00 to 08:00\n',
    ),
    Entry(
        code="W109",
        severity=Severity.WARNING,
        message=Text(
            "step `{step}` takes {channels}, which is never allowed on any of its days",
            "步骤 `{step}` 使用 {channels}，而在其开放的所有日子里都从不放行",
        ),
        hints={
            "open": Text(
                "open the step when its channel is allowed, or give it another channel",
                "请让步骤在渠道获准时开放，或换用其他渠道",
            ),
            "witness": Text(
                "{contact}: {answer}, and so at every minute until the step is over",
                "{contact}：{answer}，直到该步骤结束的每一分钟均如此",
            ),
        },
        explanation=Text(
            "On each day on which the step is open, whatever weekday the debt fell due on, rules of hours or denials that dates decide close its channel from midnight to midnight. The ladder waits at a step that nobody can take.",
            "无论债务在星期几到期，凡该步骤开放的日子，时段规则或由日期决定的禁止规则都把其渠道全天封住。阶梯便停在一个无人能执行的步骤上。",
        ),
        example='policy house "House"\n  otherwise deny\n\ndeny early_visits\n  when channel is visit and today is before debt.due_on + 30 full days\n\nladder recovery per debt\n  step visit\n    from day 20 past due until day 30 past due\n    via visit\n',
    ),
    Entry(
        code="W110",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` reads the recipient's clock because nothing is said, while `{other}` reads that of `{zone}`",
            "`{name}` 因未写明而读取接收人的时钟，`{other}` 则读取 `{zone}` 的时钟",
        ),
        hints={
            "fixed": Text("the other clock", "另一个时钟"),
            "head": Text(
                "say in the head which clock the policy reads, and on each rule that reads another: `time zone of recipient`",
                "请在策略头部写明读取哪个时钟，并在读取另一时钟的规则上写明：`time zone of recipient`",
            ),
            "witness": Text(
                "{contact}: {answer}; on the clock of `{zone}` it would be otherwise",
                "{contact}：{answer}；若按 `{zone}` 的时钟则不然",
            ),
        },
        explanation=Text(
            "Two rules about the same channels read different clocks, and only one says which. Days and hours of the two do not fit together: a day ends for the one when it is noon for the other.",
            "针对相同渠道的两条规则读取不同的时钟，而只有一条写明。两者的日期和时刻对不上：一方已是日终，另一方可能才到正午。",
        ),
        example='policy house "House"\n  otherwise deny\n\nquiet hours night\n  from 22:00 to 08:00\n  time zone "Asia/Shanghai"\n\ncap daily\n  at most 1 attempt per person in a calendar day\n',
    ),
    Entry(
        code="W111",
        severity=Severity.NOTE,
        message=Text(
            "`{name}` makes whatever is proposed in {hours} hours wait for one instant, {when}",
            "`{name}` 使 {hours} 小时内提出的联系全部等到同一时刻：{when}",
        ),
        hints={
            "spread": Text(
                "give each its own instant: `spread` of a decision, by the id of the contact",
                "请让每次联系各有其时刻：按联系的 id 使用决定的 `spread`",
            ),
            "witness": Text(
                "{contact} and {other} both wait for {eligible}",
                "{contact} 与 {other} 都要等到 {eligible}",
            ),
        },
        explanation=Text(
            "Everything that is held back through a long stretch becomes eligible at the same second. Lines, gateways and call centres get the work of days in one moment. How long a stretch must be to be reported, the option `hours` says.",
            "长时间内被拦下的联系会在同一秒全部获准，线路、网关和呼叫中心要在一瞬间承受数日的量。达到多少小时才报告，由选项 `hours` 决定。",
        ),
        example='policy house "House"\n  otherwise deny\n\ncontact hours office\n  from 09:00 to 18:00 on tuesday, wednesday\n',
    ),
)
