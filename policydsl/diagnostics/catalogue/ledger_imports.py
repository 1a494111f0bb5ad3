"""L12x codes: lines that cannot be brought into a ledger."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="L120",
        severity=Severity.ERROR,
        message=Text("the line is not JSON", "该行不是有效的 JSON"),
        hints={
            "column": Text("look at column {column}", "请检查第 {column} 列"),
        },
        explanation=Text(
            "Every line of JSON Lines is one object. A line that is broken off or put together by hand cannot be read, and nothing is guessed from it.",
            "JSON Lines 的每一行都是一个对象。被截断或手工拼接的行无法读取，也不会据此猜测。",
        ),
        example='{"id": "e1", "person": "P1", "kind": "payment", "at": \n',
    ),
    Entry(
        code="L121",
        severity=Severity.ERROR,
        message=Text("the line is longer than {limit} characters", "该行超过 {limit} 个字符"),
        explanation=Text(
            "A line is one event or one fact of one person. So long a line is usually a whole file without line breaks.",
            "每行只包含一个事件或某人的一项事实。如此长的行通常是整个文件缺少换行。",
        ),
        example='[{"id": "e1"}, {"id": "e2"}, "and so on, in one line"]\n',
    ),
    Entry(
        code="L122",
        severity=Severity.ERROR,
        message=Text("the line is not UTF-8 text", "该行不是 UTF-8 文本"),
        hints={
            "convert": Text(
                "save the file as UTF-8, or convert it with `iconv -f GB18030 -t UTF-8`",
                "请将文件另存为 UTF-8，或用 `iconv -f GB18030 -t UTF-8` 转换",
            ),
        },
        explanation=Text(
            "Ids and names must be the same letters everywhere, so the encoding is not guessed.",
            "编号和名称在各处必须完全一致，因此不会猜测编码。",
        ),
        example="a file exported in GB18030\n",
    ),
    Entry(
        code="L123",
        severity=Severity.ERROR,
        message=Text("`{file}` cannot be imported", "无法导入 `{file}`"),
        hints={
            "suffix": Text(
                "its name does not say what it is; add `--from jsonl`, `csv` or `parquet`",
                "文件名未表明格式；请添加 `--from jsonl`、`csv` 或 `parquet`",
            ),
            "empty": Text("the first line names the columns", "首行须为列名"),
            "twice": Text("two columns hold `{column}`", "有两列都对应 `{column}`"),
            "unknown": Text(
                "events have no field `{column}`; say what it is with `--column FIELD={column}`, or leave it out with `--ignore {column}`",
                "事件没有字段 `{column}`；请用 `--column 字段={column}` 指明，或用 `--ignore {column}` 忽略",
            ),
            "absent": Text("there is no column `{column}`", "没有列 `{column}`"),
            "reason": Text("{reason}", "{reason}"),
        },
        explanation=Text(
            "The columns of a table are called like the fields that they hold: `id`, `person`, `kind`, `at`, `attributes.topic`. A column that means nothing here could be a misspelt field, so it is never just ignored.",
            "表格的列名就是字段路径：`id`、`person`、`kind`、`at`、`attributes.topic`。无法识别的列可能是拼写错误的字段，因此不会被悄悄忽略。",
        ),
        example="id,person,kind,sent_at\n",
    ),
    Entry(
        code="L124",
        severity=Severity.ERROR,
        message=Text(
            "an id is longer than {limit} characters, or holds a NUL",
            "编号超过 {limit} 个字符，或包含 NUL 字符",
        ),
        explanation=Text(
            "Events are found by ids, addresses and the like, which every store must be able to keep in an index.",
            "事件按编号、联系方式等查找，各种存储都须能为其建立索引。",
        ),
        example='{"id": "the whole text of the message", "person": "P1", "kind": "payment", "at": "2026-03-04T10:00:00Z"}\n',
    ),
    Entry(
        code="L125",
        severity=Severity.ERROR,
        message=Text(
            "something else about `{id}` became known at the same instant",
            "同一时刻已有关于 `{id}` 的不同内容",
        ),
        hints={
            "known_at": Text(
                "say since when each version is known: `known_at`",
                "请用 `known_at` 说明每个版本从何时起为已知",
            ),
        },
        explanation=Text(
            "A ledger keeps every version of a fact with the instant at which it became known. Of two with the same instant nobody can say which is the later.",
            "台账保存事实的每个版本及其已知时刻。同一时刻的两个版本无法分辨先后。",
        ),
        example='{"type": "person", "id": "P1", "region": "US-FL"}\n{"type": "person", "id": "P1", "region": "US-NY"}\n',
    ),
    Entry(
        code="L126",
        severity=Severity.ERROR,
        message=Text(
            "an amendment cannot make a `{kind}` another kind of event",
            "更正不能改变事件的类型（原为 `{kind}`）",
        ),
        hints={
            "void": Text(
                "take the event away with `void`, and add another",
                "请用 `void` 撤销原事件，再新增一个",
            ),
        },
        explanation=Text(
            "Events are found by their kind. A correction changes what an event says, not what it is.",
            "事件按类型查找。更正可以修改事件内容，但不能改变其类型。",
        ),
        example='{"id": "e1-fix", "amends": "e1", "kind": "payment", "at": "2026-03-04T10:00:00Z"}\n',
    ),
    Entry(
        code="L127",
        severity=Severity.ERROR,
        message=Text(
            "`days_past_due` grows by the day, and a ledger keeps facts for longer",
            "`days_past_due` 逐日变化，不适合存入台账",
        ),
        hints={
            "due_on": Text("give the date: `due_on`", "请给出到期日 `due_on`"),
        },
        explanation=Text(
            "In a request the days count back from its instant. A ledger is read at many instants, and would count wrong from the next day on.",
            "请求中的天数从其时刻起倒推。台账会在许多不同时刻读取，次日起就会算错。",
        ),
        example='{"type": "debt", "person": "P1", "id": "D1", "days_past_due": 12}\n',
    ),
    Entry(
        code="L128",
        severity=Severity.ERROR,
        message=Text("`{text}` is not one instant", "`{text}` 无法对应唯一的时刻"),
        hints={
            "gap": Text(
                "in {zone} the clock skips this time; give the offset",
                "{zone} 的时钟跳过了这一时间；请给出时差",
            ),
            "fold": Text(
                "in {zone} the clock shows this time twice; give the offset",
                "{zone} 的时钟两次显示这一时间；请给出时差",
            ),
            "zone": Text(
                "give the offset, or say where the clock stood with `--time-zone`",
                "请给出时差，或用 `--time-zone` 说明所在时区",
            ),
            "finer": Text(
                "times are kept to the microsecond, and this one is finer",
                "时间精确到微秒，而该时间更精细",
            ),
        },
        explanation=Text(
            "An event happened at one instant. A local time is taken for one only with a zone, and only where the clock of that zone shows it once.",
            "事件发生于唯一的时刻。本地时间只有在给出时区、且该时区的时钟只显示一次时才能对应时刻。",
        ),
        example="2026-03-08 02:30 in America/New_York\n",
    ),
    Entry(
        code="L129",
        severity=Severity.ERROR,
        message=Text(
            "the row has {found} cells, and the first line names {expected} columns",
            "该行有 {found} 个单元格，而首行有 {expected} 列",
        ),
        explanation=Text(
            "Where cells and columns differ in number, nobody can say which cell belongs to which column. A comma in a text needs quotes around it.",
            "单元格与列数不一致时，无法确定对应关系。含逗号的文本须加引号。",
        ),
        example="id,person,kind,at\ne1,P1,payment,2026-03-04T10:00:00Z,Smith, John\n",
    ),
)
