"""W3xx codes: lints about texts, declarations, citations and packs."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="W301",
        severity=Severity.WARNING,
        message=Text(
            "`ignore {lint}` ignores nothing: the lint finds nothing here",
            "`ignore {lint}` 没有忽略任何内容：该 lint 在此处没有发现",
        ),
        hints={"remove": Text("remove it", "请删除该行")},
        explanation=Text(
            "An `ignore` says that somebody looked at a trouble and accepted it. When the trouble is gone, the line would silence the same trouble when a later change makes it anew.",
            "`ignore` 表示有人看过并接受了某个问题。问题消失之后，若后续修改再次引入同样的问题，该行会将其掩盖。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls\n  when channel is voice\n  ignore week_hole because "agreed with the branches"\n',
    ),
)
