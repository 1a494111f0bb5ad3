"""E601 to E619: texts that are not YAML, and the parts of YAML that policies do without."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_READABLE: tuple[Entry, ...] = (
    Entry(
        code="E601",
        severity=Severity.ERROR,
        message=Text(
            "the text cannot be read as YAML from here on",
            "从此处起，文本不符合 YAML 格式",
        ),
        explanation=Text(
            "A policy in YAML is made of lines `key: value`, of items that begin with `-`, and of quoted texts. At this place stands something else, often a stray bracket or a sign left over from editing. Repair this place first; what follows it has not been read.",
            "YAML 格式的策略由 `key: value` 行、以 `-` 开头的列表项和带引号的文本组成。此处出现了其他内容，常见原因是多余的括号或编辑时遗留的符号。请先修正此处；其后的内容尚未读取。",
        ),
        example="policy: demo\n]\n",
    ),
    Entry(
        code="E602",
        severity=Severity.ERROR,
        message=Text(
            "a tab stands where YAML takes only spaces", "此处 YAML 只接受空格，不接受制表符"
        ),
        hints={"spaces": Text("write spaces instead", "请改用空格")},
        explanation=Text(
            "YAML knows by the indentation what belongs to what, and a tab has no fixed width, so tabs are not allowed there. Set your editor to indent `.yaml` files with spaces.",
            "YAML 依据缩进判断层级关系，而制表符宽度不固定，因此缩进中不允许使用制表符。请将编辑器设置为对 `.yaml` 文件使用空格缩进。",
        ),
        example="policy: demo\nrules:\n\t- deny: cease\n",
    ),
    Entry(
        code="E603",
        severity=Severity.ERROR,
        message=Text("the quoted text that begins here does not end", "此处开始的引号文本没有结束"),
        hints={"close": Text("close it with `{quote}`", "请用 `{quote}` 结束")},
        explanation=Text(
            "A text that begins with a quotation mark ends with the same mark. Without it, all the rest of the file would be part of the text. Write the closing mark, or leave out both: most values need none.",
            "以引号开头的文本必须以相同的引号结束，否则文件其余部分都会被当作该文本。请补上结束引号；大多数值也可以完全不加引号。",
        ),
        example='policy: demo\ntitle: "Demo\n',
    ),
    Entry(
        code="E604",
        severity=Severity.ERROR,
        message=Text("`{opening}` is opened here and not closed", "此处的 `{opening}` 没有闭合"),
        hints={
            "stopped": Text(
                "`{closing}` or a comma was expected before this",
                "此前应有 `{closing}` 或逗号",
            ),
            "close": Text(
                "write `{closing}` after the last item; a value with `: ` or a comma in it stands in quotes",
                "请在最后一项之后写 `{closing}`；含有 `: ` 或逗号的值需加引号",
            ),
        },
        explanation=Text(
            "A list in `[…]` and keys in `{…}` end with the closing bracket, and their members are parted by commas. Here the bracket is missing, or a member holds a sign that has a meaning there, such as `: ` or a comma. Close the bracket, or put that member in quotes.",
            "`[…]` 列表和 `{…}` 键值都以右括号结束，各成员以逗号分隔。此处缺少右括号，或某个成员含有 `: `、逗号等有特殊含义的符号。请补上括号，或给该成员加引号。",
        ),
        example="policy: demo\nuse: [cn.pipl, us.reg_f\n",
    ),
    Entry(
        code="E605",
        severity=Severity.ERROR,
        message=Text("a value with `: ` in it needs quotes", "含有 `: ` 的值需要加引号"),
        hints={"quote": Text("put the whole value in quotes", "请给整个值加上引号")},
        explanation=Text(
            "A colon followed by a space begins a value, so a second one on the same line cannot be understood. If it belongs to the text, put the whole value in quotes. If it is another key, write it on a line of its own.",
            "冒号加空格表示值的开始，同一行出现第二个便无法理解。如果它属于文本，请给整个值加引号；如果是另一个键，请另起一行。",
        ),
        example="policy: demo\ntitle: Demo: first part\n",
    ),
    Entry(
        code="E606",
        severity=Severity.ERROR,
        message=Text("`{text}` is not a line `key: value`", "`{text}` 不是 `key: value` 形式的行"),
        hints={
            "colon": Text(
                "write a colon and a space after the key; a value that goes on is indented further",
                "请在键后写冒号和空格；换行续写的值需要更深的缩进",
            ),
        },
        explanation=Text(
            "Each line names a key, then a colon and a space, then its value. This line has no colon, or no space after it. If it goes on with the value of the line above, indent it further than that line.",
            "每一行由键、冒号加空格、值组成。该行缺少冒号，或冒号后没有空格。如果它是上一行值的延续，请使其缩进比上一行更深。",
        ),
        example="policy: demo\nversion 3\ntitle: Demo\n",
    ),
    Entry(
        code="E607",
        severity=Severity.ERROR,
        message=Text("this line does not line up with the lines above", "该行与上面的行没有对齐"),
        hints={
            "align": Text(
                "begin it exactly below the line that it belongs beside",
                "请使它与同级的行左端对齐",
            ),
        },
        explanation=Text(
            "Keys that belong together begin at the same column, and so do the dashes of one list. This line begins further left or right than any line it could belong to. Move it.",
            "同级的键必须从同一列开始，同一列表的短横线也是如此。该行的起始位置与任何可能所属的行都不一致。请调整缩进。",
        ),
        example="policy: demo\nrules:\n  - deny: cease\n   when: person.cease\n",
    ),
    Entry(
        code="E608",
        severity=Severity.ERROR,
        message=Text("a value cannot begin with `{text}`", "值不能以 `{text}` 开头"),
        hints={"quote": Text("put the whole value in quotes", "请给整个值加上引号")},
        explanation=Text(
            "YAML keeps some signs at the beginning of a value for itself. In quotes every sign is just text.",
            "YAML 保留了某些符号，不能直接作为值的开头。加上引号后，任何符号都只是文本。",
        ),
        example="policy: demo\ntitle: @demo\n",
    ),
    Entry(
        code="E609",
        severity=Severity.ERROR,
        message=Text(
            "the value ended at `{text}`, and something follows it",
            "值已在 `{text}` 处结束，其后却还有内容",
        ),
        hints={
            "quote": Text(
                "put the whole value in quotes of the other sort: `'` around `\"`, `\"` around `'`",
                "请用另一种引号括住整个值：内有 `\"` 用 `'`，内有 `'` 用 `\"`",
            ),
        },
        explanation=Text(
            "A value that begins with a quotation mark or a bracket ends with the closing one, and nothing may follow it on the line. When the mark belongs to the phrase, put the whole phrase in quotes of the other sort.",
            "以引号或括号开头的值在对应的结束符处结束，同一行不得再有内容。如果该符号属于短语本身，请用另一种引号括住整个短语。",
        ),
        example='policy: demo\ntitle: "Demo" first part\n',
    ),
    Entry(
        code="E617",
        severity=Severity.ERROR,
        message=Text("`{text}` means nothing in double quotes", "`{text}` 在双引号内没有含义"),
        hints={
            "single": Text(
                "write `\\\\` for a backslash, or put the text in single quotes",
                "反斜杠请写作 `\\\\`，或改用单引号",
            ),
        },
        explanation=Text(
            "In double quotes a backslash begins an escape such as `\\n` or `\\u4e2d`, and this one is not known. In single quotes a backslash is just a backslash.",
            "双引号内的反斜杠表示转义，例如 `\\n` 或 `\\u4e2d`，此处的转义无法识别。单引号内的反斜杠只是普通字符。",
        ),
        example='policy: demo\ntitle: "a\\q"\n',
    ),
)

_SAFE: tuple[Entry, ...] = (
    Entry(
        code="E610",
        severity=Severity.ERROR,
        message=Text(
            "a policy says everything in place, and `{name}` refers to somewhere else",
            "策略须就地写明，而 `{name}` 引用了别处",
        ),
        hints={
            "define": Text(
                "write the value here, or give a condition a name under `define`",
                "请在此写出值，或在 `define` 下为条件命名",
            ),
        },
        explanation=Text(
            "YAML aliases repeat a value from another place. A few of them can grow into gigabytes, and a reader has to search for what a rule says. Write the value where it is used; `define` gives names to conditions and sets.",
            "YAML 别名会重复别处的值。寥寥几个别名就可能膨胀到数 GB，读者也不得不四处查找规则的内容。请在使用处写出值；`define` 可为条件和集合命名。",
        ),
        example="policy: demo\ntitle: *demo\n",
    ),
    Entry(
        code="E611",
        severity=Severity.ERROR,
        message=Text(
            "the YAML anchor `{name}` has no use in a policy", "策略中不使用 YAML 锚点 `{name}`"
        ),
        hints={"remove": Text("remove `{name}`", "请删除 `{name}`")},
        explanation=Text(
            "Anchors mark a value so that an alias can repeat it, and policies have no aliases. A name for a condition or a set is given under `define`. A value that begins with `&` and means it stands in quotes.",
            "锚点用于标记可被别名重复的值，而策略不使用别名。条件或集合的名称请在 `define` 下定义。确需以 `&` 开头的值请加引号。",
        ),
        example="policy: &name demo\n",
    ),
    Entry(
        code="E612",
        severity=Severity.ERROR,
        message=Text(
            "the YAML tag `{name}` has no use in a policy", "策略中不使用 YAML 标签 `{name}`"
        ),
        hints={
            "remove": Text(
                "remove `{name}`; every value is text", "请删除 `{name}`；所有值都是文本"
            )
        },
        explanation=Text(
            "Tags ask the reader to turn a value into something else, and some ask it to run code. In a policy every value is text that the language itself reads. A value that begins with `!` and means it stands in quotes.",
            "标签要求读取程序把值转换为其他类型，有些甚至要求执行代码。策略中的所有值都是文本，由本语言自行解读。确需以 `!` 开头的值请加引号。",
        ),
        example="policy: !!python/name:os.system demo\n",
    ),
    Entry(
        code="E613",
        severity=Severity.ERROR,
        message=Text("`<<` cannot bring keys in from elsewhere", "不能用 `<<` 从别处并入键"),
        hints={"write": Text("write the keys here", "请在此直接写出各键")},
        explanation=Text(
            "The merge key `<<` copies keys from another place, so a rule would say more than is written in it. Write the keys where they apply.",
            "合并键 `<<` 会从别处复制键，使规则的实际内容多于其书写内容。请在适用处直接写出各键。",
        ),
        example="policy: demo\nrules:\n  - deny: cease\n    <<: {when: person.cease}\n",
    ),
    Entry(
        code="E614",
        severity=Severity.ERROR,
        message=Text("a policy has no YAML directives", "策略中不使用 YAML 指令"),
        hints={"remove": Text("remove the line", "请删除该行")},
        explanation=Text(
            "Lines that begin with `%` change how YAML itself is read. Policies are read in one way only.",
            "以 `%` 开头的行会改变 YAML 本身的读取方式，而策略只有一种读取方式。",
        ),
        example="%YAML 1.1\n---\npolicy: demo\n",
    ),
    Entry(
        code="E615",
        severity=Severity.ERROR,
        message=Text(
            "lists and keys are nested more than {limit} deep",
            "列表和键的嵌套超过 {limit} 层",
        ),
        explanation=Text(
            "No policy nests its keys and lists more than a few levels deep. Reading stops at twenty, so that no file can exhaust the memory. Look for brackets that are opened and never closed.",
            "策略的键和列表只需嵌套数层。为防止文件耗尽内存，读取在二十层处停止。请检查是否有未闭合的括号。",
        ),
        example="policy: demo\nuse: " + "[" * 20 + "]" * 20 + "\n",
    ),
    Entry(
        code="E616",
        severity=Severity.ERROR,
        message=Text(
            "the file holds more than {limit} keys and values",
            "文件中的键和值超过 {limit} 个",
        ),
        hints={
            "split": Text(
                "split it into several policies and join them with `use`",
                "请拆分为多个策略，再用 `use` 组合",
            ),
        },
        explanation=Text(
            "Reading a policy always takes little time and memory, so the number of its keys and values is limited. A file with more is usually data and not a policy.",
            "为保证读取时间和内存占用可控，策略中键和值的数量有限制。超过限制的文件通常是数据而非策略。",
        ),
        example="policy: demo\nuse: [a, a, a, and 200000 more]\n",
    ),
)

ENTRIES: tuple[Entry, ...] = (*_READABLE, *_SAFE)
