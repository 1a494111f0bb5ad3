"""L10x codes: ledgers that cannot be opened, reached, or understood."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="L101",
        severity=Severity.ERROR,
        message=Text("`{url}` does not name a ledger", "`{url}` 不是台账的地址"),
        hints={
            "forms": Text(
                "write `sqlite:///contacts.db`, `postgresql://user@host/database` or `memory:`",
                "请写 `sqlite:///contacts.db`、`postgresql://用户@主机/数据库` 或 `memory:`",
            ),
            "postgresql": Text(
                "its options are `schema`, `pool_size` (1 to 1000), `pooler=transaction` and those of libpq",
                "可用选项：`schema`、`pool_size`（1 至 1000）、`pooler=transaction` 以及 libpq 的选项",
            ),
            "did_you_mean": Text("did you mean `{suggestion}`?", "是否应为 `{suggestion}`？"),
            "options": Text(
                "after `?` it may say `timeout` and `durability`",
                "`?` 之后可写 `timeout` 和 `durability`",
            ),
            "timeout": Text(
                "`timeout` is a number of seconds, more than 0 and at most 3600",
                "`timeout` 为秒数，大于 0 且不超过 3600",
            ),
            "durability": Text(
                "`durability` is `full` or `relaxed`", "`durability` 为 `full` 或 `relaxed`"
            ),
        },
        explanation=Text(
            "A ledger is a SQLite file, a PostgreSQL database, or for tests the memory of the process.",
            "台账可以是 SQLite 文件、PostgreSQL 数据库，测试时也可以是进程内存。",
        ),
        example="sqllite:///contacts.db",
    ),
    Entry(
        code="L102",
        severity=Severity.ERROR,
        message=Text(
            "{what} needs the package `{package}`, which is not installed",
            "{what}需要 `{package}` 包，但尚未安装",
        ),
        hints={
            "install": Text(
                "install it with `pip install 'policydsl[{extra}]'`",
                "请用 `pip install 'policydsl[{extra}]'` 安装",
            ),
        },
        explanation=Text(
            "What only some users need is not installed with policydsl; it has extras for that.",
            "并非人人需要的组件不随 policydsl 安装，须通过附加依赖安装。",
        ),
        example="postgresql://gate@db/contacts",
    ),
    Entry(
        code="L103",
        severity=Severity.ERROR,
        message=Text(
            "the ledger was made by a newer version of policydsl",
            "该台账由更新版本的 policydsl 创建",
        ),
        hints={
            "versions": Text(
                "it has version {found} of the tables, and this program knows up to {known}; update policydsl",
                "台账的表结构版本为 {found}，本程序最高支持 {known}；请升级 policydsl",
            ),
        },
        explanation=Text(
            "A program that does not know all of a ledger might write what a newer one misunderstands, so it does not touch it.",
            "不了解台账全部结构的程序可能写入新版本会误解的内容，因此拒绝使用。",
        ),
        example="sqlite:///contacts.db",
    ),
    Entry(
        code="L104",
        severity=Severity.ERROR,
        message=Text("`{url}` is there, but it is no ledger", "`{url}` 存在，但不是台账"),
        hints={
            "reason": Text("{reason}", "{reason}"),
        },
        explanation=Text(
            "The file or database holds something else. Nothing in it was changed.",
            "该文件或数据库存放的是其他内容。未作任何更改。",
        ),
        example="sqlite:///photos.db",
    ),
    Entry(
        code="L105",
        severity=Severity.ERROR,
        message=Text("the ledger cannot be reached", "无法访问台账"),
        hints={
            "reason": Text("{reason}", "{reason}"),
        },
        explanation=Text(
            "Nothing is known of what happened before, so nothing may be counted. By default nothing is sent until the ledger answers again.",
            "无法得知此前发生过什么，也就无法计数。默认在台账恢复之前不发送任何内容。",
        ),
        example="postgresql://gate@db/contacts",
    ),
    Entry(
        code="L106",
        severity=Severity.ERROR,
        message=Text("the ledger did not answer within {seconds} s", "台账未在 {seconds} 秒内响应"),
        explanation=Text(
            "Others were writing for too long, or the ledger is overloaded. Trying again later may help.",
            "可能是其他写入占用过久，或台账负载过高。可稍后重试。",
        ),
        example="sqlite:///contacts.db",
    ),
    Entry(
        code="L107",
        severity=Severity.ERROR,
        message=Text("the ledger cannot keep one of these texts", "台账无法保存其中的某个文本"),
        hints={
            "character": Text(
                "it has the character {character}; leave it out", "其中含有字符 {character}；请去掉"
            ),
            "length": Text(
                "an id or a key is longer than the index can hold; use at most 2000 bytes",
                "编号或键超过索引可容纳的长度；请限制在 2000 字节以内",
            ),
        },
        explanation=Text(
            "PostgreSQL has no place for the character U+0000 and for halves of surrogate pairs, and its indexes none for very long ids. Nothing was written.",
            "PostgreSQL 无法存储字符 U+0000 和不成对的代理字符，其索引也无法容纳过长的编号。未写入任何内容。",
        ),
        example='reserve(key="c-7/P1\\u0000")',
    ),
    Entry(
        code="L108",
        severity=Severity.ERROR,
        message=Text("there is no ledger at `{url}`", "`{url}` 处没有台账"),
        hints={
            "make": Text(
                "a gate makes one, and so does `policydsl ledger import`; is the file's name right?",
                "闸门或 `policydsl ledger import` 会创建台账；请检查文件名是否正确",
            ),
        },
        explanation=Text(
            "Who only looks at a ledger wants one that is there. An empty one, made because of a slip of the pen, would say that nothing is wrong.",
            "查看类操作要求台账已经存在。若因笔误新建空台账，结果只会显示一切正常。",
        ),
        example="policydsl ledger verify sqlite:///contact.db --policy policies",
    ),
)
