"""L13x codes: decision records that do not hold."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="L130",
        severity=Severity.ERROR,
        message=Text("`{field}` cannot be hidden in records", "记录中无法隐藏 `{field}`"),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "是否想写 `{suggestion}`？"),
            "names": Text(
                "what can be hidden is {names}, and every declared text by its path",
                "可隐藏的有 {names}，以及按路径给出的任何文本事实",
            ),
        },
        explanation=Text(
            "Ids and free texts can be hidden. A number, a date or a value of a fixed list cannot, as a policy reads what it is.",
            "编号和自由文本可以隐藏；数字、日期和固定取值不能隐藏，因为策略需要读取其内容。",
        ),
        example='hide=["person", "person.cease"]',
    ),
    Entry(
        code="L131",
        severity=Severity.ERROR,
        message=Text(
            "`{field}` cannot be hidden, because `{rule}` reads what it says",
            "`{rule}` 需要读取 `{field}` 的内容，因此不能隐藏它",
        ),
        explanation=Text(
            "A hidden text is a hash. It can be counted by and compared with another hidden text, but not with a text of the policy or with one that is not hidden: the record would be decided otherwise than the contact.",
            "隐藏后的文本是哈希值，只能用于计数，或与另一个同样隐藏的文本比较；若与策略中的文本或未隐藏的文本比较，对记录的判定就会与实际判定不同。",
        ),
        example='hide=["person.name"] with the rule: deny when person.name starts with "VIP"',
    ),
    Entry(
        code="L132",
        severity=Severity.ERROR,
        message=Text("`{file}` holds no keys of persons", "`{file}` 不是人员密钥文件"),
        hints={
            "missing": Text("there is no such file", "该文件不存在"),
            "other": Text("the file holds something else", "该文件存放的是其他内容"),
        },
        explanation=Text(
            "The keys under which persons are hidden in records lie in a file of their own.",
            "用于在记录中隐藏人员的密钥存放在单独的文件中。",
        ),
        example="policydsl ledger forget P1 --keys contacts.db",
    ),
    Entry(
        code="L133",
        severity=Severity.ERROR,
        message=Text(
            "the contact was judged `{verdict}`, but its hidden request `{other}`",
            "此次触达的判定为 `{verdict}`，隐藏后的请求却判定为 `{other}`",
        ),
        explanation=Text(
            "A record must be decided again as the contact was. This one would not be, so it was not written.",
            "记录必须能重新判定出与当时相同的结果。此记录做不到，因此未写入。",
        ),
        example='hide=["person"]',
    ),
    Entry(
        code="L134",
        severity=Severity.ERROR,
        message=Text(
            "the chain of lane `{lane}` breaks at record {number}",
            "记录链 `{lane}` 在第 {number} 条处断开",
        ),
        hints={
            "hash": Text(
                "its hash does not follow from its text and the hash before it: one of them was changed",
                "其哈希与正文及前一条的哈希不符：其中之一被改动过",
            ),
            "gap": Text(
                "record {expected} should stand there: records were removed or moved",
                "此处应为第 {expected} 条：有记录被删除或移动",
            ),
        },
        explanation=Text(
            "Each record carries a hash over its text and the hash before it, so nothing can be changed, removed or moved without breaking the chain.",
            "每条记录的哈希由其正文和前一条的哈希算出，任何改动、删除或移动都会使链断开。",
        ),
        example="policydsl ledger verify sqlite:///contacts.db --policy contacts.policy",
    ),
    Entry(
        code="L135",
        severity=Severity.ERROR,
        message=Text(
            "record {number} of lane `{lane}` is not as it was when its head was noted",
            "记录链 `{lane}` 的第 {number} 条与当时登记的链头不符",
        ),
        hints={
            "short": Text("the lane ends at record {last} now", "该链现在止于第 {last} 条"),
            "gone": Text("nothing is left of the lane", "该链已完全不存在"),
            "other": Text(
                "its hash is another: the lane was written anew", "其哈希已不同：该链被重写过"
            ),
        },
        explanation=Text(
            "A chain alone does not show that its end was cut off or that all of it was written anew. The heads, kept elsewhere, do.",
            "仅凭链本身无法看出末尾被截断或整条链被重写；另行保存的链头可以。",
        ),
        example="policydsl ledger verify sqlite:///contacts.db --policy contacts.policy --heads heads.json",
    ),
    Entry(
        code="L136",
        severity=Severity.ERROR,
        message=Text(
            "record {number} of lane `{lane}` holds another decision than the policy makes",
            "记录链 `{lane}` 第 {number} 条的判定与策略的判定不同",
        ),
        hints={
            "verdict": Text(
                "it says `{recorded}`, the policy `{decided}`",
                "记录为 `{recorded}`，策略为 `{decided}`",
            ),
            "detail": Text(
                "the verdict is the same, but not all that is said of it",
                "判定结果相同，但说明内容不同",
            ),
            "refused": Text(
                "its request is not one that the policy can judge", "其请求不是该策略可以判定的"
            ),
        },
        explanation=Text(
            "A decision follows from the policy, the request and the data alone, so deciding again gives the same, byte for byte. The record was not made by this policy, or was changed.",
            "判定只取决于策略、请求和数据，重新判定的结果应逐字节相同。该记录不是由此策略产生，或已被改动。",
        ),
        example="policydsl ledger verify sqlite:///contacts.db --policy contacts.policy",
    ),
    Entry(
        code="L137",
        severity=Severity.ERROR,
        message=Text(
            "record {number} of lane `{lane}` cannot be read as a decision",
            "记录链 `{lane}` 第 {number} 条无法读作判定记录",
        ),
        explanation=Text(
            "A record is one line of JSON in a fixed format. This one was written by something else, by a newer version, or says of itself what its text does not.",
            "记录是一行固定格式的 JSON。此条由其他程序或更新版本写入，或其登记信息与正文不符。",
        ),
        example="policydsl ledger verify sqlite:///contacts.db --policy contacts.policy",
    ),
    Entry(
        code="L138",
        severity=Severity.ERROR,
        message=Text("the reservation `{key}` has no record", "预留 `{key}` 没有记录"),
        explanation=Text(
            "A reservation and its record are written together, so one without the other was tampered with; unless the gate was told to keep no records.",
            "预留与其记录同时写入，缺少其一说明被改动过；除非闸门被设为不留记录。",
        ),
        example="policydsl ledger verify sqlite:///contacts.db --policy contacts.policy",
    ),
    Entry(
        code="L139",
        severity=Severity.ERROR,
        message=Text(
            "record {number} of lane `{lane}` allowed `{key}`, which was never reserved",
            "记录链 `{lane}` 第 {number} 条放行了 `{key}`，但从未有此预留",
        ),
        explanation=Text(
            "Whatever was allowed has its place in the ledger, even when it was released later. This one was removed.",
            "凡被放行的触达在台账中都有其位置，即使后来已释放。此项已被删除。",
        ),
        example="policydsl ledger verify sqlite:///contacts.db --policy contacts.policy",
    ),
    Entry(
        code="L140",
        severity=Severity.ERROR,
        message=Text("`{file}` is no archive of records", "`{file}` 不是记录归档"),
        hints={
            "reason": Text("the system says: {reason}", "系统提示：{reason}"),
            "line": Text(
                "line {line} is not what an archive has there", "第 {line} 行不是归档应有的内容"
            ),
            "more": Text(
                "it should hold records {first} to {last}, and nothing else",
                "其中应只有第 {first} 至 {last} 条记录",
            ),
        },
        explanation=Text(
            "An archive is a folder of JSON Lines files that `policydsl ledger archive` wrote. They must stay as they are.",
            "归档是由 `policydsl ledger archive` 写出的 JSON Lines 文件所在的文件夹，文件须保持原样。",
        ),
        example="policydsl ledger verify sqlite:///contacts.db --policy contacts.policy --archive old/",
    ),
    Entry(
        code="L141",
        severity=Severity.ERROR,
        message=Text("`{file}` holds no heads of lanes", "`{file}` 中没有链头"),
        hints={
            "reason": Text("the system says: {reason}", "系统提示：{reason}"),
        },
        explanation=Text(
            "Heads are written by `--write-heads`: the number and the hash with which each lane ended then.",
            "链头由 `--write-heads` 写出：每条链当时最后一条记录的序号和哈希。",
        ),
        example="policydsl ledger verify sqlite:///contacts.db --policy contacts.policy --heads heads.json",
    ),
    Entry(
        code="L142",
        severity=Severity.ERROR,
        message=Text(
            "there are {number} more reservations than records that may be theirs",
            "预留比可能对应的记录多 {number} 项",
        ),
        explanation=Text(
            "Records that hide their keys, and records in archives that were not given, do not say for which reservation they are; but there are not enough of them.",
            "隐藏了键的归档记录，以及未给出的归档中的记录，无法说明对应哪项预留；但其总数不足。",
        ),
        example="policydsl ledger verify sqlite:///contacts.db --policy contacts.policy --archive old/",
    ),
)
