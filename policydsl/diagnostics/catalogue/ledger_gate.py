"""L11x codes: what a gate cannot do."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="L110",
        severity=Severity.ERROR,
        message=Text("the key `{key}` was used for another contact", "键 `{key}` 已用于另一次触达"),
        hints={
            "new": Text(
                "give every contact a key of its own, such as the campaign and the person",
                "每次触达都应使用自己的键，例如活动加人员编号",
            ),
        },
        explanation=Text(
            "A key stands for one contact of one person. The same key with the same proposal gives the same permit again; with another proposal it is a mistake.",
            "一个键对应对某人的一次触达。同一键加同一提案会得到同一许可；提案不同则是错误。",
        ),
        example='reserve(key="c-7/P1") for P1, then reserve(key="c-7/P1") for P2',
    ),
    Entry(
        code="L111",
        severity=Severity.ERROR,
        message=Text("nothing is reserved under the key `{key}`", "键 `{key}` 下没有预留"),
        explanation=Text(
            "Only what was reserved can be confirmed, amended or released.",
            "只有已预留的触达才能确认、更正或释放。",
        ),
        example='confirm("c-8/P1") before any reserve(key="c-8/P1")',
    ),
    Entry(
        code="L112",
        severity=Severity.ERROR,
        message=Text(
            "the contact `{key}` was made, and cannot be released", "触达 `{key}` 已发生，不能释放"
        ),
        hints={
            "void": Text("to take it back, amend it with `void`", "如需撤销，请用 `void` 更正"),
        },
        explanation=Text(
            "A confirmed contact is an event. What turns out to be wrong about it is corrected by an amendment.",
            "已确认的触达是事件，其中的错误须通过更正记录修正。",
        ),
        example='confirm("c-7/P1"), then release("c-7/P1")',
    ),
    Entry(
        code="L113",
        severity=Severity.ERROR,
        message=Text("the proposal does not say which person it is about", "提案未说明针对哪个人"),
        explanation=Text(
            "A gate looks up what is known of a person, and so needs `person`, an id.",
            "闸门需按人员编号查找已知信息，因此需要 `person`。",
        ),
        example='{"channel": "sms", "purpose": "collections"}',
    ),
    Entry(
        code="L114",
        severity=Severity.ERROR,
        message=Text(
            "`{field}` is not something that a report on a contact can say",
            "触达结果不能包含 `{field}`",
        ),
        hints={
            "allowed": Text("it may say {fields}", "可用字段：{fields}"),
        },
        explanation=Text(
            "A report says how far a contact got, its outcome, and the policy's own fields of events.",
            "触达结果可说明触达程度、结果，以及策略声明的事件字段。",
        ),
        example='confirm("c-7/P1", reachd="submitted")',
    ),
)
