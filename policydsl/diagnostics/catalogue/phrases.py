"""E2xx codes: phrases that can mean several things, and must be said in full."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E203",
        severity=Severity.ERROR,
        message=Text("`{text}` can mean three things", "`{text}` 有三种可能的含义"),
        hints={
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
        },
        explanation=Text(
            "A number of days can be counted as calendar dates, as hours back from now, or as a week, and the three give different answers. Laws differ in which one they mean, so the policy has to say it in full. Write the one that the regulation or the contract uses.",
            "若干天可以按日历日计算，可以按从现在往前的小时数计算，也可以按自然周计算，结果各不相同。各项法规的口径并不一致，因此策略必须写明。请按所依据的法规或合同选用其中一种写法。",
        ),
        example='policy demo "Demo"\n  governs purpose in {collections}\n\ncap weekly\n  at most 5 attempts by voice per debt in 7 days\n',
    ),
)
