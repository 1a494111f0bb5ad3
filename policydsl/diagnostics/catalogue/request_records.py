"""R14x: debts, consents and events that contradict one another."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="R140",
        severity=Severity.ERROR,
        message=Text("two debts have the id `{id}`", "两笔债务的编号同为 `{id}`"),
        explanation=Text(
            "Caps and ladders are kept for each debt by its id; with two it would be unclear whose facts count. Give each debt once.",
            "频次上限和阶梯按债务编号分别计算；编号重复时无法确定以哪一笔的事实为准。每笔债务只应出现一次。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "debts": [{"id": "D1"}, {"id": "D1"}]}\n',
    ),
    Entry(
        code="R141",
        severity=Severity.ERROR,
        message=Text(
            "two events with different content have the id `{id}`",
            "两个内容不同的事件编号同为 `{id}`",
        ),
        hints={
            "amend": Text(
                "to correct an event, add one with an id of its own and `amends`",
                "如需更正事件，请新增一个有自己编号并带 `amends` 的事件",
            ),
        },
        explanation=Text(
            "The same event may be given twice and counts once, but two stories under one id cannot both be true. Either the ids are not unique, or a correction was written over the original.",
            "同一事件可以重复给出，只计一次；但同一编号下的两种内容不可能都是真的。要么编号不唯一，要么更正直接覆盖了原记录。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "events": [{"id": "e1", "kind": "payment", "at": "2026-03-01T10:00:00Z"}, {"id": "e1", "kind": "refusal", "at": "2026-03-01T10:00:00Z"}]}\n',
    ),
    Entry(
        code="R142",
        severity=Severity.ERROR,
        message=Text(
            "two consents with different content have the id `{id}`",
            "两条内容不同的同意记录编号同为 `{id}`",
        ),
        explanation=Text(
            "The same consent may be given twice, but two different ones under one id cannot be told apart in the decision and its proof. Give each an id of its own.",
            "同一条同意记录可以重复给出；但内容不同而编号相同，决定及其凭证将无法区分。请为每条记录使用各自的编号。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "consents": [{"id": "k1", "effective_from": "2026-01-01T00:00:00Z"}, {"id": "k1", "effective_from": "2026-02-01T00:00:00Z"}]}\n',
    ),
    Entry(
        code="R143",
        severity=Severity.ERROR,
        message=Text("there is no event `{id}` to amend", "没有可更正的事件 `{id}`"),
        explanation=Text(
            "An amendment corrects an event of the same request. If the event was left out because it is old, leave out its amendments too.",
            "更正针对同一请求中的事件。若因时间久远省略了原事件，也请一并省略对它的更正。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "events": [{"id": "e2", "amends": "e1", "at": "2026-03-01T10:00:00Z", "void": true}]}\n',
    ),
    Entry(
        code="R144",
        severity=Severity.ERROR,
        message=Text("`{id}` is itself an amendment", "`{id}` 本身就是一次更正"),
        explanation=Text(
            "Corrections name the event itself, and the latest of them wins; an amendment of an amendment is never needed.",
            "更正应指向原事件，以最后一次更正为准；无需对更正再做更正。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "events": [{"id": "e1", "kind": "payment", "at": "2026-03-01T10:00:00Z"}, {"id": "e2", "amends": "e1", "at": "2026-03-02T10:00:00Z"}, {"id": "e3", "amends": "e2", "at": "2026-03-03T10:00:00Z"}]}\n',
    ),
    Entry(
        code="R145",
        severity=Severity.ERROR,
        message=Text("only contacts have `reached`", "只有触达事件（`contact`）才有 `reached`"),
        explanation=Text(
            "`reached` says how far a contact got, from attempted to conversation; other events just happened. Either the kind is wrong or the field.",
            "`reached` 表示一次触达进行到哪一步（从尝试到有效沟通）；其他事件没有这一概念。请检查事件类型或该字段是否有误。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "events": [{"id": "e1", "kind": "payment", "at": "2026-03-01T10:00:00Z", "reached": "connected"}]}\n',
    ),
    Entry(
        code="R146",
        severity=Severity.ERROR,
        message=Text(
            "{days} days past due means a due date of {derived}, but `due_on` is {due_on}",
            "逾期 {days} 天对应的到期日为 {derived}，但 `due_on` 为 {due_on}",
        ),
        hints={
            "choose": Text(
                "give only one of the two, `due_on` when you have it",
                "请只给出其中之一，优先给出 `due_on`",
            ),
        },
        explanation=Text(
            "`days_past_due` stands for a due date: the local date of `at`, in the first of the person's time zones (UTC without one), less that many days. Here it contradicts the due date that was given.",
            "`days_past_due` 用于推算到期日：以 `at` 在客户第一个时区（没有时区则用 UTC）的当地日期，减去该天数。此处与给出的到期日矛盾。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "debts": [{"id": "D1", "due_on": "2026-03-01", "days_past_due": 5}]}\n',
    ),
    Entry(
        code="R147",
        severity=Severity.ERROR,
        message=Text(
            "no date lies {days} days before the request", "请求日期之前 {days} 天已超出日历范围"
        ),
        explanation=Text(
            "The due date that follows from `days_past_due` would lie outside the calendar. Give the number of days, not a code or a sum.",
            "由 `days_past_due` 推算的到期日超出了日历范围。请填写天数，而不是代码或金额。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "debts": [{"id": "D1", "days_past_due": 99999999}]}\n',
    ),
    Entry(
        code="R148",
        severity=Severity.ERROR,
        message=Text("only amendments have `void`", "只有更正事件才有 `void`"),
        explanation=Text(
            "`void` takes away the event that an amendment names with `amends`. An event that did not happen is left out instead.",
            "`void` 用于撤销更正所指（`amends`）的事件。未发生的事件不应给出。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "events": [{"id": "e1", "kind": "payment", "at": "2026-03-01T10:00:00Z", "void": true}]}\n',
    ),
)
