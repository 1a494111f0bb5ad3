"""P1xx codes: what is wrong in `policydsl.toml`, and names of lints that are no lints."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_MEANT = Text("did you mean `{suggestion}`?", "是否应为 `{suggestion}`？")

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="P101",
        severity=Severity.ERROR,
        message=Text("`{file}` is not TOML", "`{file}` 不是有效的 TOML"),
        hints={"reason": Text("reading stopped because: {reason}", "读取中止，原因：{reason}")},
        explanation=Text(
            "The settings of a project are written in TOML: sections in brackets, and keys with values. Texts stand in quotes.",
            "项目设置以 TOML 编写：方括号中是分节，其下是键和值。文本须加引号。",
        ),
        example="[lint]\nfails_open = off\n",
    ),
    Entry(
        code="P102",
        severity=Severity.ERROR,
        message=Text("{place} has no key `{name}`", "{place}没有键 `{name}`"),
        hints={
            "did_you_mean": _MEANT,
            "allowed": Text("the keys here are {keys}", "此处的键有 {keys}"),
        },
        explanation=Text(
            "A key that is not known would change nothing, and whoever wrote it would rely on it. So it is an error.",
            "未知的键不会起任何作用，而写下它的人会以为它生效。因此这是错误。",
        ),
        example="[test]\ncovrage = 90\n",
    ),
    Entry(
        code="P103",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` wants {wanted}, not `{value}`", "`{name}` 应为{wanted}，而不是 `{value}`"
        ),
        hints={"did_you_mean": _MEANT},
        explanation=Text(
            "The value is of another sort than the key takes, or lies outside of what makes sense. Nothing is guessed.",
            "该值的类型与键不符，或超出合理范围。系统不作猜测。",
        ),
        example='[lint]\nfails_open = "of"\n',
    ),
    Entry(
        code="P104",
        severity=Severity.ERROR,
        message=Text("there is no lint `{name}`", "没有名为 `{name}` 的 lint"),
        hints={
            "did_you_mean": _MEANT,
            "page": Text(
                "`policydsl explain lints` lists them", "`policydsl explain lints` 列出全部 lint"
            ),
        },
        explanation=Text(
            "What is set for a lint, or ignored, names the lint. A name that no lint has would change nothing, and nobody would notice.",
            "对 lint 的设置或忽略须写明其名称。若没有这个名称的 lint，则不起任何作用，也无人察觉。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n  ignore fail_open because "meant"\n',
    ),
    Entry(
        code="P105",
        severity=Severity.ERROR,
        message=Text("the lint `{lint}` has no option `{name}`", "lint `{lint}` 没有选项 `{name}`"),
        hints={
            "did_you_mean": _MEANT,
            "options": Text("its options are {keys}", "它的选项有 {keys}"),
            "none": Text(
                "it has no options; only `severity` can be set", "它没有选项，只能设置 `severity`"
            ),
        },
        explanation=Text(
            "Some lints take a number, such as how many days ahead they look. The page of the lint says which.",
            "部分 lint 可设置数值，例如提前多少天提醒。可设置的选项见该 lint 的说明。",
        ),
        example="[lint.waiver_ending]\nweeks = 4\n",
    ),
    Entry(
        code="P106",
        severity=Severity.ERROR,
        message=Text(
            "`{file}` is longer than the {most} KiB that settings may have",
            "`{file}` 超过设置文件 {most} KiB 的上限",
        ),
        explanation=Text(
            "Settings are a few lines. A longer file is something else that has this name.",
            "设置文件通常只有几行。更大的文件应是误用了此名称的其他文件。",
        ),
        example="x = 1  # and more than 256 KiB of other lines\n",
    ),
)
