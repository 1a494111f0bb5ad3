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
            "did_you_mean": Text("did you mean `{suggestion}`?", "是否应为 `{suggestion}`？"),
            "allowed": Text("it may say {fields}", "可用字段：{fields}"),
        },
        explanation=Text(
            "A report says how far a contact got, its outcome, and the policy's own fields of events.",
            "触达结果可说明触达程度、结果，以及策略声明的事件字段。",
        ),
        example='confirm("c-7/P1", reachd="submitted")',
    ),
    Entry(
        code="L115",
        severity=Severity.ERROR,
        message=Text(
            "the proposal has another `id` than its key `{key}`",
            "提案的 `id` 与其键 `{key}` 不一致",
        ),
        explanation=Text(
            "An event with the id of the proposal does not count against it. Under the gate that is the contact itself, whose id is its key; another id would leave some other contact uncounted.",
            "与提案同 id 的事件不计入其自身。在闸门中，触达的 id 就是它的键；若写成别的 id，另一次触达就会漏计。",
        ),
        example='reserve({"id": "c-6/P1", …}, key="c-7/P1")',
    ),
    Entry(
        code="L116",
        severity=Severity.ERROR,
        message=Text(
            "the proposal holds something that is no JSON", "提案包含无法用 JSON 表示的内容"
        ),
        explanation=Text(
            "What is proposed is kept and recorded as JSON: texts, numbers, flags, lists and objects, and of Python also instants with an offset and dates.",
            "提案会以 JSON 形式保存和记录：文本、数字、布尔值、列表和对象，以及 Python 的带时区时间和日期。",
        ),
        example='reserve({"channel": open("sms.txt"), …}, key="c-7/P1")',
    ),
    Entry(
        code="L117",
        severity=Severity.ERROR,
        message=Text("the key is longer than {limit} characters", "键超过 {limit} 个字符"),
        explanation=Text(
            "A key is the id of the contact for good. The campaign and the person, or the id of the message, are enough.",
            "键会永久作为该触达的 id，使用活动加人员编号或消息编号即可。",
        ),
        example='reserve(…, key="c-7/" + whole_message)',
    ),
    Entry(
        code="L118",
        severity=Severity.ERROR,
        message=Text(
            "what is given as `facts` has not the shape of a request", "`facts` 的结构与请求不符"
        ),
        explanation=Text(
            "The caller may add what he knows better than the ledger: `person`, an object, and `debts`, `consents` and `events`, lists of objects, all as in a request.",
            "调用方可补充比台账更新的信息：`person` 为对象，`debts`、`consents`、`events` 为对象列表，写法与请求相同。",
        ),
        example='reserve(…, facts={"person": [{"cease": true}]})',
    ),
    Entry(
        code="L119",
        severity=Severity.ERROR,
        message=Text(
            "the contact `{key}` was not allowed, so there is nothing to report of it",
            "触达 `{key}` 未获许可，无结果可报告",
        ),
        explanation=Text(
            "Only a permit that allows its contact can be confirmed, amended or released. A contact that was made all the same is an event, and is recorded as such.",
            "只有获许可的触达才能确认、更正或释放。如果仍然发生了触达，请将其作为事件记录。",
        ),
        example='permit = reserve(…)  # denied\npermit.confirm(reached="submitted")',
    ),
)
