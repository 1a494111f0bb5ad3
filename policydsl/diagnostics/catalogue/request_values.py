"""R12x and R13x: values that cannot be what they stand for."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="R120",
        severity=Severity.ERROR,
        message=Text("`{text}` is not an instant", "`{text}` 不是有效的时间点"),
        hints={
            "write": Text(
                "write `2026-03-04T10:00:00+08:00`: date, `T`, time, and the offset or `Z`",
                "请写作 `2026-03-04T10:00:00+08:00`：日期、`T`、时间，以及时差或 `Z`",
            ),
            "time": Text(
                "a date alone is not an instant; add the time and the offset: `{text}T10:00:00+08:00`",
                "只有日期不是时间点；请加上时间和时差：`{text}T10:00:00+08:00`",
            ),
            "no_such_day": Text("there is no such day in the calendar", "日历中没有这一天"),
        },
        explanation=Text(
            "Instants are written as ISO 8601 texts with an offset or `Z`, with at most six digits after the second. Other forms are refused, because they can be read in more than one way.",
            "时间点须采用带时差或 `Z` 的 ISO 8601 格式，秒后最多六位小数。其他写法可能有多种理解，因此不予接受。",
        ),
        example='{"at": "04/03/2026 10:00", "proposal": {"channel": "voice", "purpose": "servicing"}}\n',
    ),
    Entry(
        code="R121",
        severity=Severity.ERROR,
        message=Text("`{text}` does not say at which offset it is", "`{text}` 没有注明时差"),
        hints={
            "offset": Text(
                "add the offset, such as `+08:00`, or `Z` for UTC",
                "请加上时差，如 `+08:00`；UTC 用 `Z`",
            ),
            "time_zone": Text(
                "make the datetime aware: give it a `tzinfo`",
                "请使用带时区的 datetime：为其设置 `tzinfo`",
            ),
        },
        explanation=Text(
            "A time without an offset is a different instant in every place, and hours apart decide whether a contact is allowed. It is never read as the time of the server or of the recipient.",
            "没有时差的时间在不同地点代表不同的时刻，而几小时之差就决定能否触达。系统绝不会默认其为服务器或接收人所在地的时间。",
        ),
        example='{"at": "2026-03-04T10:00:00", "proposal": {"channel": "voice", "purpose": "servicing"}}\n',
    ),
    Entry(
        code="R122",
        severity=Severity.ERROR,
        message=Text(
            "`{text}` does not lie between 0001-01-03 and 9999-12-28 UTC",
            "`{text}` 不在 UTC 0001-01-03 至 9999-12-28 之间",
        ),
        explanation=Text(
            "Local dates can be computed only inside the calendar of the years 1 to 9999, in every zone, so a day is left at both ends. Such an instant usually stands for “no end”; leave the field out instead, or give `null` where that is accepted.",
            "只有在公元 1 年至 9999 年的日历范围内才能计算各时区的当地日期，因此两端各留一天。此类时间点通常想表示“没有终点”；请改为省略该字段，或在允许处使用 `null`。",
        ),
        example='{"at": "9999-12-31T23:59:59Z", "proposal": {"channel": "voice", "purpose": "servicing"}}\n',
    ),
    Entry(
        code="R123",
        severity=Severity.ERROR,
        message=Text("`{text}` is not a date", "`{text}` 不是有效的日期"),
        hints={
            "write": Text(
                "write `2026-03-04`: year, month, and day", "请写作 `2026-03-04`：年、月、日"
            ),
            "date_only": Text(
                "leave out the time: a date has none", "请去掉时间部分：此处只接受日期"
            ),
            "no_such_day": Text("there is no such day in the calendar", "日历中没有这一天"),
        },
        explanation=Text(
            "Dates are written `YYYY-MM-DD`. A date is a day of the local calendar and not an instant: which instants belong to it depends on the zone.",
            "日期写作 `YYYY-MM-DD`。日期是当地日历上的一天，而不是时间点：它涵盖哪些时刻取决于时区。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "debts": [{"id": "D1", "due_on": "04.03.2026"}]}\n',
    ),
    Entry(
        code="R124",
        severity=Severity.ERROR,
        message=Text(
            "`{zone}` is a fixed offset or an abbreviation, not the time zone of a place",
            "`{zone}` 是固定时差或缩写，而不是某地的时区",
        ),
        hints={
            "place": Text(
                "write the IANA name of the place, such as `Asia/Shanghai` or `America/New_York`",
                "请写该地的 IANA 时区名，如 `Asia/Shanghai` 或 `America/New_York`",
            ),
        },
        explanation=Text(
            "A fixed offset is wrong for half of the year where clocks change, and an abbreviation such as `CST` means China as well as Chicago. Only the name of a place says what the clock of a person shows. `UTC` is no place where people live, so it is refused too.",
            "在实行夏令时的地区，固定时差有半年是错的；`CST` 之类的缩写既可指中国，也可指芝加哥。只有地点的时区名才能说明当地的钟表时间。`UTC` 不是人居住的地点，因此同样不予接受。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"time_zones": ["UTC+8"]}}\n',
    ),
    Entry(
        code="R125",
        severity=Severity.ERROR,
        message=Text("there is no time zone `{zone}`", "没有名为 `{zone}` 的时区"),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "是否应为 `{suggestion}`？"),
            "place": Text(
                "write the IANA name of the place, such as `Asia/Shanghai` or `America/New_York`",
                "请写该地的 IANA 时区名，如 `Asia/Shanghai` 或 `America/New_York`",
            ),
        },
        explanation=Text(
            "Time zones are named as in the IANA database, letter by letter: an area, a slash, and a city. When no zone is known, leave `time_zones` out; the rules that read the clock then block with a code of their own.",
            "时区须与 IANA 数据库中的名称逐字一致：区域、斜杠、城市。若时区未知，请省略 `time_zones`；读取当地时间的规则会以专门的原因码拦截。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"time_zones": ["Beijing"]}}\n',
    ),
    Entry(
        code="R126",
        severity=Severity.ERROR,
        message=Text(
            "the text has {length} characters, more than {limit}",
            "文本有 {length} 个字符，超过上限 {limit}",
        ),
        explanation=Text(
            "Facts are short texts that rules compare; the content of a message is no fact. Send an id or a class of it instead.",
            "事实是供规则比较的短文本，消息正文不是事实。请改为发送其编号或类别。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"region": "a text of ten thousand and one characters"}}\n',
    ),
    Entry(
        code="R127",
        severity=Severity.ERROR,
        message=Text(
            "the text holds half of a character (a lone surrogate)",
            "文本中含有不完整的字符（孤立的代理项）",
        ),
        explanation=Text(
            "Such text cannot be stored or sent as UTF-8. It comes from a program that cuts texts in the middle of a character, such as an emoji.",
            "此类文本无法以 UTF-8 存储或传输，通常是程序在字符（如表情符号）中间截断所致。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"region": "\\ud83d"}}\n',
    ),
    Entry(
        code="R128",
        severity=Severity.ERROR,
        message=Text("the text is empty", "文本为空"),
        explanation=Text(
            "An id or a name stands here, and an empty one would match every other empty one. Leave the field out when there is none.",
            "此处应为编号或名称，空文本会与其他空文本相互匹配。没有时请省略该字段。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"id": ""}}\n',
    ),
    Entry(
        code="R129",
        severity=Severity.ERROR,
        message=Text(
            "the number cannot be taken exactly: at most {limit} digits before the decimal point and {places} after it",
            "无法精确表示该数字：小数点前最多 {limit} 位，小数点后最多 {places} 位",
        ),
        explanation=Text(
            "Numbers are compared exactly, without rounding, so they are bounded; `NaN` and infinity are no numbers at all.",
            "数字的比较是精确的，不做舍入，因此有位数限制；`NaN` 和无穷大不是数字。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"score": NaN}}\n',
    ),
    Entry(
        code="R130",
        severity=Severity.ERROR,
        message=Text("`{text}` is not a stretch of the day", "`{text}` 不是有效的时段"),
        hints={
            "write": Text(
                "write `22:00-08:00`: two times from `00:00`, two digits each; only the end may be `24:00`",
                "请写作 `22:00-08:00`：两个时间均从 `00:00` 起、各用两位数字；只有结束时间可以是 `24:00`",
            ),
            "empty": Text(
                "start and end are the same; for the whole day write `00:00-24:00`",
                "开始与结束相同；全天请写作 `00:00-24:00`",
            ),
        },
        explanation=Text(
            "Intervals of the day are two times with a hyphen between them. The start belongs to the interval and the end does not; an end before the start lies on the next day.",
            "时段由两个时间和中间的连字符组成。含开始时间，不含结束时间；结束早于开始表示次日。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"agreed_hours": {"monday": ["9-17"]}}}\n',
    ),
    Entry(
        code="R131",
        severity=Severity.ERROR,
        message=Text(
            "the table covers {minutes} minutes a week, more than {limit}",
            "该时间表每周共 {minutes} 分钟，超过上限 {limit} 分钟",
        ),
        explanation=Text(
            "The policy bounds how many hours such a table may cover, so that an agreement on some hours cannot open the whole week. What two intervals cover is counted once.",
            "策略限制了此类时间表每周的总时长，以免对部分时段的约定放开整周。多个时段重叠的部分只计一次。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"agreed_hours": {"every_day": ["00:00-24:00"]}}}\n',
    ),
    Entry(
        code="R132",
        severity=Severity.ERROR,
        message=Text(
            "`every_day` stands beside single weekdays", "`every_day` 与单独的星期同时出现"
        ),
        hints={
            "choose": Text(
                "write `every_day` alone, or each weekday with its own intervals",
                "请只写 `every_day`，或逐日写明各自的时段",
            ),
        },
        explanation=Text(
            "A table with both could mean that the weekday adds to every day or that it replaces it. Say it in one way.",
            "两者并存时，单独的星期既可理解为追加，也可理解为替换。请只用一种写法。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"agreed_hours": {"every_day": ["09:00-12:00"], "sunday": []}}}\n',
    ),
    Entry(
        code="R133",
        severity=Severity.ERROR,
        message=Text("the preference does not say what it rules out", "该偏好没有说明排除什么"),
        hints={
            "add": Text(
                "give at least one of `channels`, `places`, `addresses`, `days`, and `times`",
                "请至少给出 `channels`、`places`、`addresses`、`days`、`times` 之一",
            ),
        },
        explanation=Text(
            "A preference rules out some channels, places, addresses, days, or times, perhaps between `from` and `until`. One that names none of them would rule out everything or nothing.",
            "偏好用于排除某些渠道、地点、联系方式、日期或时段，可限定在 `from` 与 `until` 之间。未指明任何一项的偏好，既可能排除一切，也可能什么都不排除。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"wishes": [{"from": "2026-03-01T00:00:00Z"}]}}\n',
    ),
    Entry(
        code="R134",
        severity=Severity.ERROR,
        message=Text("the list is empty", "列表为空"),
        hints={
            "leave_out": Text(
                "leave the field out when it does not matter", "若该项无关紧要，请省略该字段"
            ),
        },
        explanation=Text(
            "An empty list here could mean all or none. Name what is ruled out, or leave the field out.",
            "此处的空列表既可理解为全部，也可理解为没有。请写明排除的内容，或省略该字段。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"wishes": [{"channels": []}]}}\n',
    ),
    Entry(
        code="R135",
        severity=Severity.ERROR,
        message=Text("`until` is not later than `from`", "`until` 不晚于 `from`"),
        explanation=Text(
            "The preference would never hold, which is surely not what the person asked for. Look for swapped or mistyped instants.",
            "该偏好将永远不会生效，这显然不是客户的本意。请检查两个时间点是否颠倒或写错。",
        ),
        example='{"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "servicing"}, "person": {"wishes": [{"days": ["sunday"], "from": "2026-03-02T00:00:00Z", "until": "2026-03-01T00:00:00Z"}]}}\n',
    ),
)
