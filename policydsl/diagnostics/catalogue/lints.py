"""Wxxx codes: policies that are right and may still not be meant."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

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
)
