"""W206 to W208: lints about ladders."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_WITNESS = Text("{contact}: {answer}", "例如，{contact}：{answer}")
_HEAD = 'policy house "House"\n  otherwise deny\n\ndeny names_no_debt\n  when debt_count < 1\n\n'

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="W206",
        severity=Severity.WARNING,
        message=Text(
            "step `{name}` of `{ladder}` can never be taken",
            "`{ladder}` 的步骤 `{name}` 永远不会执行",
        ),
        hints={
            "ends": Text("it ends before it begins", "它在开始之前就已结束"),
            "ends_waiting": Text(
                "it ends before what it waits for can have happened",
                "它所等待的条件达成之前，它就已结束",
            ),
            "budget": Text(
                "it waits for {times} attempts of `{before}`, which makes at most {room}",
                "它要等 `{before}` 尝试 {times} 次，而该步骤至多只有 {room} 次",
            ),
            "nothing": Text(
                "no contact fits its `via`, `where` and `when` and what the ladder is about",
                "没有任何联系同时符合其 `via`、`where`、`when` 以及阶梯的适用范围",
            ),
            "stopped": Text(
                "wherever it is open, the ladder is stopped, held or lifted",
                "凡其开放之时，阶梯都已停止、暂停或不适用",
            ),
            "current": Text(
                "only the current step may be taken, and `{later}` is open whenever this one is; write `take any open step`, or end this step where `{later}` begins",
                "只能执行当前步骤，而凡本步骤开放时 `{later}` 也已开放；请写 `take any open step`，或让本步骤在 `{later}` 开始时结束",
            ),
            "denied": Text(
                "`{other}` denies every contact that it takes", "`{other}` 拦截其所能执行的一切联系"
            ),
            "witness": _WITNESS,
        },
        explanation=Text(
            "The days, the steps it waits for, or the conditions of this step leave no contact that it could take. The escalation ends at the step before, and contacts of this step are refused as if they came too early. Give it days, numbers and conditions that can come true.",
            "这个步骤的日期、前置步骤或条件使其没有任何可执行的联系。阶梯停在前一步，而本步骤的联系会像过早提出一样被拒绝。请改用能够成立的日期、次数和条件。",
        ),
        example=f"{_HEAD}fact debt.paid : flag = no\n\nladder recovery per debt\n  stop when debt.paid\n  take any open step\n  step remind\n    from day 1 past due\n    via sms\n    at most 2 attempts ever\n  step call\n    after remind attempted 3 times\n    via voice\n",
    ),
    Entry(
        code="W207",
        severity=Severity.WARNING,
        message=Text(
            "the gap between contacts of step `{name}` of `{ladder}` is too long",
            "`{ladder}` 的步骤 `{name}` 两次联系的间隔过长",
        ),
        hints={
            "gap": Text("this keeps the contacts of `{name}` apart", "`{name}` 的联系受此间隔限制"),
            "room": Text(
                "the days of `{step}` hold at most {room} contacts so far apart, and {wanted} are allowed",
                "`{step}` 的天数按此间隔至多容纳 {room} 次联系，而允许的是 {wanted} 次",
            ),
            "next": Text(
                "`{later}` waits for {times} attempts of `{step}`, and is over before they can be made",
                "`{later}` 要等 `{step}` 尝试 {times} 次，而在此之前期限已过",
            ),
            "witness": _WITNESS,
        },
        explanation=Text(
            "So far apart, the contacts that this step allows, or that a later step waits for, do not fit into its days. The number is read as what may be done, and less may be; or the ladder ends here. Shorten the gap, or give the step more days.",
            "按此间隔，本步骤允许的次数，或后续步骤所等待的次数，在其天数内无法完成。数字看似可以做到，实际做不到；或者阶梯到此为止。请缩短间隔，或延长步骤的天数。",
        ),
        example=f"{_HEAD}fact debt.paid : flag = no\n\nladder recovery per debt\n  stop when debt.paid\n  step letters\n    from day 1 past due until day 21 past due\n    via letter\n    at most 3 attempts ever\n    at least 14 rolling days apart\n",
    ),
    Entry(
        code="W208",
        severity=Severity.WARNING,
        message=Text("`{name}` goes on after {what}", "收到{what}后，`{name}` 仍继续进行"),
        hints={
            "paid": Text(
                "stop it when the debt is paid: `stop when {condition}`, or `reset after cured`",
                "还清后应停止：请写 `stop when {condition}`，或 `reset after cured`",
            ),
            "disputed": Text(
                "hold it while the dispute is open: `hold while {condition}`, or a `deny`",
                "异议未决时应暂停：请写 `hold while {condition}`，或另写 `deny`",
            ),
            "cease": Text(
                "a person who asked to stop is not on it: `stop when {condition}`, or a `deny`",
                "客户要求停止联系的应停止：请写 `stop when {condition}`，或另写 `deny`",
            ),
            "promise": Text(
                "hold it while a promise runs: `hold while {condition}`",
                "承诺期内应暂停：请写 `hold while {condition}`",
            ),
            "witness": Text(
                "{contact}, after {what}: {answer}", "{contact}，收到{what}之后：{answer}"
            ),
        },
        explanation=Text(
            "Nothing that stops a contact of this policy reads it, so the ladder goes on collecting what was paid, what is disputed, or from a person who asked to stop. Write when the ladder stops or is held, or a rule that denies such contacts.",
            "策略中没有任何会拦截联系的规则读取这一情况，因此阶梯会继续催收已还款或有异议的债务，或继续联系要求停止的人。请写明阶梯何时停止或暂停，或另写一条拦截此类联系的规则。",
        ),
        example=f"{_HEAD}ladder recovery per debt\n  step call\n    from day 3 past due\n    via voice\n",
    ),
)
