"""W0xx codes: what loading a policy says that is no error: its waivers."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_MANY = "policy demo\n  otherwise allow\n{}deny letters when channel is letter\n".format(
    "".join(f"fact person.a{number}b{number * 7} : flag = no\n" for number in range(20))
)

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="W001",
        severity=Severity.NOTE,
        message=Text(
            "`{name}` is waived until {until}, approved by `{approved_by}`: `{because}`",
            "`{name}` 已豁免至 {until}，批准人 `{approved_by}`，理由：`{because}`",
        ),
        explanation=Text(
            "A rule of a used policy is switched off for a time. This is allowed, and it is reported on every check, so that nobody overlooks it and it ends on its day.",
            "被引用策略的某条规则在一段时间内停用。这是允许的，但每次检查都会报告，以免被忽视，并确保按期结束。",
        ),
        example='policy house "House"\n  otherwise deny\n\nuse law\n\nwaive law.calls until 2027-06-30\n  because "pilot agreed with the regulator"\n  approved by "compliance@example.com"\n\npolicy law "Law"\n\ndeny calls when channel is voice\n',
    ),
    Entry(
        code="W002",
        severity=Severity.WARNING,
        message=Text(
            "`{name}` is not waived here, because `{policy}` is used by another policy",
            "此处对 `{name}` 的豁免不生效，因为 `{policy}` 被其他策略引用",
        ),
        hints={
            "root": Text(
                "only waivers of the policy that is loaded count; write it there if it is meant",
                "只有所加载策略自身的豁免才生效；如确有需要，请写在该策略中",
            )
        },
        explanation=Text(
            "A waiver answers for one policy and is not passed on: whoever uses that policy gets its rules in full, and decides alone what to waive. So the waiver has no effect here, and the rule holds.",
            "豁免只对其所在的策略负责，不会随引用传递：引用该策略的一方得到完整的规则，由其自行决定豁免什么。因此这条豁免在此不生效，规则照常适用。",
        ),
        example='policy house "House"\n  otherwise deny\n\nuse partner\n\npolicy partner "Partner"\n\nuse law\n\nwaive law.calls until 2027-06-30\n  because "pilot agreed with the regulator"\n  approved by "compliance@example.com"\n\npolicy law "Law"\n\ndeny calls when channel is voice\n',
    ),
)

LIMITS: tuple[Entry, ...] = (
    Entry(
        code="W901",
        severity=Severity.NOTE,
        message=Text(
            "`{lint}` is reported {most} times in `{policy}`, and no further",
            "`{policy}` 中的 `{lint}` 已报告 {most} 次，未继续查找",
        ),
        explanation=Text(
            "Every finding is shown by a contact, and contacts take time to find. After some findings of one lint the others are not looked for; in a large policy after fewer. Mend these, or switch the lint off, and run again.",
            "每项发现都以一次触达为证，而查找触达需要时间。同一 lint 报告若干次后不再继续查找，策略越大次数越少。请先修正已报告的问题，或关闭该 lint，然后重新运行。",
        ),
        example=_MANY,
    ),
)
"""W9xx codes: where lints stop."""
