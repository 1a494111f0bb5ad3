"""R10x to R11x, R15x, R199: requests of the wrong shape."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="R101",
        severity=Severity.ERROR,
        message=Text("the request is not JSON", "请求不是有效的 JSON"),
        hints={
            "empty": Text(
                "the text is empty; the smallest request is an object with `at` and `proposal`",
                "文本为空；最小的请求是包含 `at` 和 `proposal` 的对象",
            ),
            "quotes": Text(
                'JSON writes texts in double quotes: `"voice"`',
                'JSON 的文本须使用双引号：`"voice"`',
            ),
            "words": Text(
                "JSON writes `true`, `false`, and `null` in lower case",
                "JSON 的 `true`、`false`、`null` 须小写",
            ),
            "comma": Text("remove the comma before the closing bracket", "请删除右括号前的逗号"),
            "one": Text(
                "there is more text behind the end of the request; give one request at a time, or one on each line as JSON Lines",
                "请求结束后还有其他内容；请每次只提供一个请求，或使用 JSON Lines，每行一个",
            ),
        },
        explanation=Text(
            "The text breaks the rules of JSON at the place shown, so nothing can be read from it. Programs that write JSON with a library do not make such mistakes; look for text that was edited or put together by hand.",
            "文本在所示位置不符合 JSON 规则，因此无法读取。使用标准库生成的 JSON 不会有此类错误；请检查手工编辑或拼接的内容。",
        ),
        example="{'at': '2026-03-04T10:00:00Z'}\n",
    ),
    Entry(
        code="R102",
        severity=Severity.ERROR,
        message=Text("`{key}` is given twice in one object", "同一对象中 `{key}` 出现了两次"),
        explanation=Text(
            "Readers of JSON disagree on which of two equal keys counts, so a request could be judged by a value that its sender did not mean. Keep one of the two.",
            "对于重复的键，不同的 JSON 解析程序取值不一，请求可能按发送方未预期的值判定。请只保留其中一个。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "at": "2026-03-04T23:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}}\n',
    ),
    Entry(
        code="R103",
        severity=Severity.ERROR,
        message=Text("the request is longer than {limit} characters", "请求超过 {limit} 个字符"),
        explanation=Text(
            "One request holds one proposal and what is known about one person; so much text is more than any person has. Send only the events of the time that the policy looks back on, or split a file of many requests into lines.",
            "一个请求只包含一次拟触达以及一个客户的已知信息，不应如此之长。请只发送策略所回溯时间范围内的事件，或将包含多个请求的文件按行拆分。",
        ),
        example="policydsl decide house.policy a_huge_file.json\n",
    ),
    Entry(
        code="R104",
        severity=Severity.ERROR,
        message=Text("the request is nested too deeply", "请求的嵌套层数过多"),
        explanation=Text(
            "No request needs more than a few objects within one another. So many levels exhaust the reader, and come from a mistake in the sender or from somebody who means harm.",
            "正常的请求只需很少几层嵌套。过多的层级会耗尽读取程序的资源，通常源于发送方程序错误或恶意构造。",
        ),
        example='{"at": [[[["and so on, a thousand times"]]]]}\n',
    ),
    Entry(
        code="R110",
        severity=Severity.ERROR,
        message=Text("`{field}` is missing", "缺少 `{field}`"),
        explanation=Text(
            "This field belongs to every object of its kind; without it the request has no meaning. A request says at least when it is judged (`at`), and the channel and purpose of the proposal; an event says `id`, `kind` and `at`; a consent `id` and `effective_from`; a debt `id`.",
            "该字段是此类对象的必填项，缺少它请求就没有意义。请求至少要给出判定时间 `at` 以及拟触达的渠道和用途；事件须有 `id`、`kind` 和 `at`；同意记录须有 `id` 和 `effective_from`；债务须有 `id`。",
        ),
        example='{"proposal": {"channel": "voice", "purpose": "servicing"}}\n',
    ),
    Entry(
        code="R111",
        severity=Severity.ERROR,
        message=Text("{owner} has no field `{field}`", "{owner}没有字段 `{field}`"),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "是否应为 `{suggestion}`？"),
            "declare": Text(
                "a fact of your own is declared in the policy: `fact {fact} : text` (or another type)",
                "自定义事实须先在策略中声明：`fact {fact} : text`（或其他类型）",
            ),
            "declare_attribute": Text(
                "a fact of your own is declared in the policy, `fact {fact} : text`, and given in `attributes`",
                "自定义事实须先在策略中声明（`fact {fact} : text`），并放在 `attributes` 中",
            ),
            "in_attributes": Text(
                "facts that a policy declares stand in `attributes`",
                "策略声明的事实应放在 `attributes` 中",
            ),
        },
        explanation=Text(
            "The request gives something that neither the standard fields nor the policy know. It could be a misspelt fact, and a rule that reads the right name would then see it as unknown; so it is never just ignored.",
            "请求给出了标准字段和策略都不认识的内容。它可能是拼写错误的事实，读取正确名称的规则会因此将其视为未知；所以不会被忽略。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"chanel": "voice", "channel": "voice", "purpose": "servicing"}}\n',
    ),
    Entry(
        code="R112",
        severity=Severity.ERROR,
        message=Text("expected {expected}, found {found}", "应为{expected}，实际为{found}"),
        explanation=Text(
            'The value is of another type than the fact. Nothing is converted: the text `"5"` is not the number 5 and 1 is not `true`, because a guess here would become a contact that should not have been made.',
            '该值的类型与事实的类型不符。系统不做任何转换：文本 `"5"` 不是数字 5，1 也不是 `true`，因为此处的猜测可能导致不应发生的触达。',
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": 5, "purpose": "servicing"}}\n',
    ),
    Entry(
        code="R113",
        severity=Severity.ERROR,
        message=Text(
            "`{value}` is not one of the values known here", "`{value}` 不是此处可用的取值"
        ),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "是否应为 `{suggestion}`？"),
            "choices": Text("write {choices}", "可用的取值：{choices}"),
            "declare": Text(
                "to add it, declare it in the policy: `{declaration} {value}`",
                "如需新增，请在策略中声明：`{declaration} {value}`",
            ),
        },
        explanation=Text(
            "The field takes one of a fixed set of values, letter by letter. A value outside of it would match no rule, and a contact would pass that a rule means to stop.",
            "该字段只接受固定集合中的取值，且须逐字一致。集合之外的值不会匹配任何规则，本应被拦截的触达可能因此放行。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "vioce", "purpose": "servicing"}}\n',
    ),
    Entry(
        code="R114",
        severity=Severity.ERROR,
        message=Text("`null` has no meaning here", "此处不能为 `null`"),
        hints={
            "leave_out": Text(
                "when the value is not known, leave the field out", "值未知时，请省略该字段"
            ),
            "give": Text("the field is always needed; give its value", "该字段必填，请给出取值"),
            "declare": Text(
                "when there is none on purpose, the policy declares the fact with `= none`",
                "若确实没有该值，须在策略中将该事实声明为 `= none`",
            ),
        },
        explanation=Text(
            "In a request `null` means that a thing is absent on purpose, which is not the same as unknown. Only facts that the policy declares with `= none`, and some standard fields, can be absent on purpose.",
            "请求中的 `null` 表示“确实没有”，与“未知”不同。只有策略中以 `= none` 声明的事实及部分标准字段可以为 `null`。",
        ),
        example='{"at": null, "proposal": {"channel": "voice", "purpose": "servicing"}}\n',
    ),
    Entry(
        code="R150",
        severity=Severity.ERROR,
        message=Text(
            "the list has {count} entries, more than {limit}", "列表有 {count} 项，超过上限 {limit}"
        ),
        explanation=Text(
            "Every list has a bound, so that one request cannot hold up all others. Send only what the policy looks at: for events, those of the longest window that it counts in.",
            "每个列表都有上限，以免单个请求拖慢其他请求。请只发送策略会用到的内容：对于事件，即最长统计窗口内的事件。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"time_zones": ["and so on, a thousand times"]}}\n',
    ),
    Entry(
        code="R199",
        severity=Severity.ERROR,
        message=Text(
            "only the first {limit} errors of the request are shown",
            "仅显示请求的前 {limit} 个错误",
        ),
        explanation=Text(
            "A request with so many errors usually has one cause that repeats. Mend what is shown and check again.",
            "错误如此之多，通常是同一原因重复所致。请先修正已显示的错误，再重新检查。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "events": [1, 2, 3, "and so on"]}\n',
    ),
)
