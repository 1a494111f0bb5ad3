"""E3xx codes: names that are not declared, and values of the wrong type."""

from policydsl.diagnostics.catalogue import names_declarations, names_types
from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_DID_YOU_MEAN = Text("did you mean `{suggestion}`?", "您要写的是 `{suggestion}` 吗？")
_DEFINED = Text("it is defined here", "定义在这里")

_UNKNOWN: tuple[Entry, ...] = (
    Entry(
        code="E301",
        severity=Severity.ERROR,
        message=Text("nothing is called `{name}`", "没有名为 `{name}` 的内容"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "what_stands_left": Text(
                "a name without a dot is a field of the proposal, such as `channel`, or a definition; a fact has its full path, such as `person.minor`",
                "不含点号的名称是拟触达的字段（如 `channel`）或定义；事实须写完整路径，如 `person.minor`",
            ),
        },
        explanation=Text(
            "A single name in a condition is a field of the proposed contact, such as `channel` or `purpose`, or something that the policy itself introduces with `define`. The name here is neither. Correct it, define it, or write the full path of a fact.",
            "条件中的单个名称，要么是拟触达的字段（如 `channel`、`purpose`），要么是本策略用 `define` 定义的内容。此处的名称两者都不是。请更正拼写、补充定义，或写出事实的完整路径。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny minors when minor\n',
    ),
    Entry(
        code="E302",
        severity=Severity.ERROR,
        message=Text("`{name}` cannot be read here", "此处不能读取 `{name}`"),
        hints={
            "event_where": Text(
                "past events are read where they are counted: `at least 1 attempt per person in 24 hours where (…)`",
                "过往事件只能在计数处读取：`at least 1 attempt per person in 24 hours where (…)`",
            ),
            "consent_where": Text(
                "a consent is read where one is required: `live consent for channel where (…)`",
                "同意记录只能在要求同意处读取：`live consent for channel where (…)`",
            ),
        },
        explanation=Text(
            "`event.` and `consent.` speak of one event or one consent of many, so they have a meaning only inside the `where (…)` that looks through them. Everywhere else a condition speaks of the proposal and of declared facts.",
            "`event.` 和 `consent.` 指的是众多事件或同意记录中的某一条，只有在逐条筛选它们的 `where (…)` 中才有意义。在其他位置，条件只能针对拟触达和已声明的事实。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny again when event.connected\n',
    ),
    Entry(
        code="E303",
        severity=Severity.ERROR,
        message=Text("`{name}` is not declared", "`{name}` 未声明"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "declare": Text(
                "declare it with its type, for example `fact {name} : flag`",
                "请声明它及其类型，例如 `fact {name} : flag`",
            ),
            "roots": names_declarations.ROOTS,
        },
        explanation=Text(
            "Every fact that a rule reads is declared, so that its type is known and a misspelt name is never taken for a fact that is missing. Declare it with `fact`, or correct the name.",
            "规则读取的每个事实都必须声明。这样类型才是明确的，拼错的名称也不会被当成缺失的事实。请用 `fact` 声明，或更正名称。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny minors when person.minor\n',
    ),
    Entry(
        code="E304",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` is a definition; a fact is needed here", "`{name}` 是定义，此处需要事实"
        ),
        hints={"defined": _DEFINED},
        explanation=Text(
            "A definition gives a condition or a list of values a name. It holds no value that could be compared, dated, or known. Use it alone as a condition, or after `in` when it is a list, and compare a fact here.",
            "定义只是为条件或一组取值命名，本身没有可供比较、可作日期或可判断是否已知的值。定义为条件时请单独使用，定义为列表时请写在 `in` 之后；此处应使用事实。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndefine remote = channel in {voice, sms}\n\ndeny far when remote is yes\n',
    ),
    Entry(
        code="E305",
        severity=Severity.ERROR,
        message=Text("there is no calendar `{name}`", "没有日历 `{name}`"),
        hints={
            "iso": Text(
                'write the code of a country, such as `"CN"`, or of a region, such as `"US-FL"`',
                '请写国家代码（如 `"CN"`）或地区代码（如 `"US-FL"`）',
            )
        },
        explanation=Text(
            "Holidays and business days come from the calendar of a country or a region, named by its ISO 3166 code. The code here names none that is known.",
            "节假日和工作日取自某个国家或地区的日历，以 ISO 3166 代码表示。此处的代码没有对应的日历。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nquiet hours closed\n  all day on holidays of "XX"\n',
    ),
    Entry(
        code="E310",
        severity=Severity.ERROR,
        message=Text("there is no channel `{value}`", "没有渠道 `{value}`"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "values": Text("write {values}", "请写 {values}"),
        },
        explanation=Text(
            "A list of channels names channels, or definitions that are lists of channels. A channel of your own is added with `fact channel : also …`.",
            "渠道列表中可以写渠道，也可以写定义为渠道列表的名称。如需自有渠道，请用 `fact channel : also …` 添加。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncap daily\n  at most 3 attempts by phone per person in a calendar day\n',
    ),
    Entry(
        code="E311",
        severity=Severity.ERROR,
        message=Text("there is no kind of event `{name}`", "没有事件类型 `{name}`"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "declare": Text("declare it with `event {name}`", "请用 `event {name}` 声明"),
        },
        explanation=Text(
            "What is counted or waited for is a contact, by how far it got (`attempts`, `connections`), or an event of a kind that is built in (`refusal`, `payment`) or declared with `event`. The word here is none of these.",
            "可以计数或作为等待起点的，是按进展程度区分的联系（如 `attempts`、`connections`），或内置的（如 `refusal`、`payment`）和用 `event` 声明的事件。此处的词不在其中。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncooldown promised\n  wait 3 full days after promise per debt\n',
    ),
    Entry(
        code="E312",
        severity=Severity.ERROR,
        message=Text("nothing can be counted per `{name}`", "不能按 `{name}` 计数"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "keys": Text(
                "count `per person`, `per debt`, `per address`, `per household`, or per a declared fact such as `debt.bundle`",
                "可写 `per person`、`per debt`、`per address`、`per household`，或某个已声明的事实，如 `debt.bundle`",
            ),
        },
        explanation=Text(
            "After `per` stands what a count is kept for: the person, the debt, the address, and so on, or a declared fact by its full path. Each has a count of its own.",
            "`per` 之后写计数维度：客户、债务、联系方式等，或某个已声明事实的完整路径。每个维度分别计数。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ncap daily\n  at most 3 attempts per borrower in a calendar day\n',
    ),
    Entry(
        code="E324",
        severity=Severity.ERROR,
        message=Text("there is no source `{name}`", "没有来源 `{name}`"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "declare": Text(
                'declare it with `source {name} = "…"`', '请用 `source {name} = "…"` 声明'
            ),
        },
        explanation=Text(
            "A citation points to a source that the policy names once, with its full title: a law, a guideline, a contract. Declare the source, or correct its name.",
            "引用须指向策略中声明过的来源，即法律、指引或合同的全称。请声明该来源，或更正其名称。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny minors when channel is visit\n  cite handbook "4.2"\n',
    ),
    Entry(
        code="E325",
        severity=Severity.ERROR,
        message=Text("there is no time zone `{name}`", "没有时区 `{name}`"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "place": Text(
                'write the name of a place, such as `"Asia/Shanghai"`, or `time zone of recipient`',
                '请写地名，如 `"Asia/Shanghai"`，或写 `time zone of recipient`',
            ),
        },
        explanation=Text(
            "Time zones are named by place, as in the IANA database, because only a place knows when its clocks change. Offsets and abbreviations such as `UTC+8` or `EST` are not taken.",
            "时区按 IANA 数据库的地名书写，因为只有地名才能确定夏令时的切换。不接受 `UTC+8`、`EST` 之类的偏移量和缩写。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n  time zone "Beijing"\n',
    ),
)

ENTRIES: tuple[Entry, ...] = (*_UNKNOWN, *names_types.ENTRIES, *names_declarations.ENTRIES)
