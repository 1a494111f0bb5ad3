"""E6xx codes: the YAML spelling."""

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
        message=Text("a line is indented with a tab", "该行使用了制表符缩进"),
        hints={"spaces": Text("indent with spaces", "请使用空格缩进")},
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
        message=Text("the YAML anchor `{name}` has no use in a policy", "策略中不使用 YAML 锚点 `{name}`"),
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
        message=Text("the YAML tag `{name}` has no use in a policy", "策略中不使用 YAML 标签 `{name}`"),
        hints={"remove": Text("remove `{name}`; every value is text", "请删除 `{name}`；所有值都是文本")},
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

_SHAPED: tuple[Entry, ...] = (
    Entry(
        code="E620",
        severity=Severity.ERROR,
        message=Text("the key `{name}` is written twice", "键 `{name}` 重复出现"),
        hints={
            "first": Text("it is written here first", "首次出现在此处"),
            "list": Text(
                "write it once, with a list of the values",
                "请只写一次，并以列表给出各个值",
            ),
        },
        explanation=Text(
            "If a key were allowed twice, one of its values would be lost without a word. Keep one; a key that may hold several values takes a list.",
            "如果允许重复的键，其中一个值就会被悄悄丢弃。请只保留一个；可有多个值的键请写成列表。",
        ),
        example="policy: demo\ntitle: Demo\ntitle: Example\n",
    ),
    Entry(
        code="E621",
        severity=Severity.ERROR,
        message=Text("`{name}` is not a key of {place}", "{place}中没有 `{name}` 这个键"),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "您要写的是 `{suggestion}` 吗？"),
            "allowed": Text("its keys are {keys}", "可用的键有 {keys}"),
        },
        explanation=Text(
            "A key that nobody knows would be a clause that never has an effect, so it is refused. Check the spelling and the indentation: a key that stands too far left or right belongs to something else.",
            "无法识别的键等于永远不生效的条款，因此不被接受。请检查拼写和缩进：缩进不对的键会归属于其他层级。",
        ),
        example="policy: demo\nrules:\n  - deny: cease\n    whem: person.cease\n",
    ),
    Entry(
        code="E622",
        severity=Severity.ERROR,
        message=Text("a key is a single name", "键必须是单个名称"),
        hints={"write": Text("write `key: value`", "请写成 `key: value`")},
        explanation=Text(
            "YAML lets lists and whole mappings stand in the place of a key. In a policy every key is a name.",
            "YAML 允许用列表甚至整个映射充当键，而策略中的键都是名称。",
        ),
        example="policy: demo\n? [title]\n: Demo\n",
    ),
    Entry(
        code="E623",
        severity=Severity.ERROR,
        message=Text("{what} takes {wanted}, not {found}", "{what}应为{wanted}，而不是{found}"),
        hints={
            "item": Text(
                "begin the item with `- `",
                "请以 `- ` 开头书写该项",
            ),
            "braces": Text(
                "without quotes `{…}` means keys and values to YAML; put the whole value in quotes",
                "不加引号时，YAML 会把 `{…}` 当作键值；请给整个值加上引号",
            ),
        },
        explanation=Text(
            "Each key takes one shape of value: a text, a list, or further keys. The value here has another shape. A phrase that begins with `{` or `[` has to stand in quotes, because YAML would read the bracket itself.",
            "每个键的值都有固定形式：文本、列表或下一级键。此处的值形式不符。以 `{` 或 `[` 开头的短语必须加引号，否则括号会被 YAML 解读。",
        ),
        example="policy: demo\ndefine:\n  reminders: {push, sms}\n",
    ),
    Entry(
        code="E624",
        severity=Severity.ERROR,
        message=Text("{what} has no value", "{what}没有值"),
        hints={
            "fill": Text(
                "write the value after the colon, or remove the key",
                "请在冒号后写出值，或删除该键",
            ),
        },
        explanation=Text(
            "A key without a value says nothing, and what it was meant to say is lost. Write the value, or take the key out.",
            "没有值的键不表达任何内容，原意也会丢失。请写出值，或删除该键。",
        ),
        example="policy: demo\nrules:\n  - deny: cease\n    when:\n",
    ),
    Entry(
        code="E625",
        severity=Severity.ERROR,
        message=Text("the document holds no policy", "文档中没有策略"),
        hints={
            "first_line": Text(
                "a policy begins with a line such as `policy: house.marketing`",
                "策略以类似 `policy: house.marketing` 的一行开头",
            ),
        },
        explanation=Text(
            "The file, or the part of it after `---`, is empty or holds only comments. An empty policy would allow everything or nothing, and neither should happen by accident.",
            "文件（或 `---` 之后的部分）为空，或仅含注释。空策略要么放行一切、要么全部拒绝，两者都不应无意发生。",
        ),
        example="# to be written\n",
    ),
    Entry(
        code="E626",
        severity=Severity.ERROR,
        message=Text("{place} needs the key `{key}`", "{place}缺少键 `{key}`"),
        hints={
            "policy": Text(
                "begin with a line such as `policy: house.marketing`",
                "请以类似 `policy: house.marketing` 的一行开头",
            ),
        },
        explanation=Text(
            "A policy has a name, and a waiver says which rule it waives, until when, why, and who approved it. Write the key that is missing.",
            "策略必须有名称；豁免必须写明豁免哪条规则、截止日期、原因和批准人。请补上缺少的键。",
        ),
        example="title: Demo\n",
    ),
    Entry(
        code="E627",
        severity=Severity.ERROR,
        message=Text("`{key}` needs {parts} beside it", "`{key}` 还需要同级的 {parts}"),
        hints={
            "window": Text(
                "say over what time is counted: `in: a calendar day`, `since: last connection`, or `ever: yes`",
                "请写明计数的时间范围：`in: a calendar day`、`since: last connection` 或 `ever: yes`",
            ),
            "per": Text(
                "say for whom or what is counted apart, such as `per: person`",
                "请写明按谁或按什么分别计算，例如 `per: person`",
            ),
            "between": Text(
                "say what is kept apart, such as `between: attempts`",
                "请写明相隔的对象，例如 `between: attempts`",
            ),
            "after": Text(
                "say after what the wait begins, such as `after: refusal`",
                "请写明从何事之后开始等待，例如 `after: refusal`",
            ),
        },
        explanation=Text(
            "In the YAML spelling each phrase of a cap, a gap, or a cooldown has a key of its own, and some cannot be left out: without them the rule could mean several things.",
            "在 YAML 写法中，上限、间隔和冷却规则的每个短语各有一个键，其中一些不可省略，否则规则会有多种含义。",
        ),
        example="policy: demo\nrules:\n  - cap: daily\n    at_most: 3 attempts\n    per: person\n",
    ),
    Entry(
        code="E628",
        severity=Severity.ERROR,
        message=Text("the rule does not say its kind", "规则没有写明种类"),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "您要写的是 `{suggestion}` 吗？"),
            "kinds": Text(
                "begin it with its kind and its name, such as `deny: cease`; the kinds are {kinds}",
                "请以种类和名称开头，例如 `deny: cease`；种类有 {kinds}",
            ),
        },
        explanation=Text(
            "A rule begins with the key of its kind, and the value of that key is its name. Without it nobody knows what the other keys mean.",
            "规则以其种类为键、以名称为值开头。缺少它便无法得知其他键的含义。",
        ),
        example="policy: demo\nrules:\n  - when: person.cease\n",
    ),
    Entry(
        code="E629",
        severity=Severity.ERROR,
        message=Text(
            "a rule has one kind, and both `{first}` and `{second}` are written",
            "规则只有一个种类，此处却同时写了 `{first}` 和 `{second}`",
        ),
        hints={
            "first": Text("the first kind is written here", "第一个种类写在此处"),
            "dash": Text(
                "begin the second rule with `- `",
                "请以 `- ` 开始第二条规则",
            ),
        },
        explanation=Text(
            "Two rules have run into one, usually because the dash before the second is missing. Begin each rule with `- `.",
            "两条规则合成了一条，通常是因为第二条前缺少短横线。请让每条规则以 `- ` 开头。",
        ),
        example="policy: demo\nrules:\n  - deny: cease\n    when: person.cease\n    warn: late\n",
    ),
    Entry(
        code="E630",
        severity=Severity.ERROR,
        message=Text("`{key}` has no meaning in {place}", "`{key}` 在{place}中没有含义"),
        hints={
            "phrase": Text(
                "it is part of a phrase that begins with {leads}",
                "它属于以 {leads} 开头的短语",
            ),
        },
        explanation=Text(
            "The keys `by`, `per`, `in`, `where`, and some others are parts of one phrase: what a cap, a gap, or a cooldown counts, or which contacts a step takes. Where there is no such phrase they say nothing. Other conditions are said with `when` and `unless`.",
            "`by`、`per`、`in`、`where` 等键是同一短语的组成部分，用于说明上限、间隔、冷却规则计数的对象，或步骤处理的联系。没有该短语时它们没有含义。其他条件请用 `when` 和 `unless` 表达。",
        ),
        example="policy: demo\nrules:\n  - deny: cease\n    when: person.cease\n    by: voice\n",
    ),
    Entry(
        code="E631",
        severity=Severity.ERROR,
        message=Text(
            "`{second}` and `{first}` both say over what time is counted",
            "`{second}` 和 `{first}` 都在说明计数的时间范围",
        ),
        hints={
            "first": Text("the first is written here", "第一个写在此处"),
            "one": Text("keep one of them", "请只保留一个"),
        },
        explanation=Text(
            "A cap counts over one stretch of time: `in` a window, `since` an event, or `ever`. For two limits write two caps; both must be kept.",
            "一个上限只在一个时间范围内计数：`in` 某个窗口、`since` 某个事件，或 `ever`。如需两个限制，请写两个上限，两者都须遵守。",
        ),
        example="policy: demo\nrules:\n  - cap: daily\n    at_most: 3 attempts\n    per: person\n    in: a calendar day\n    ever: yes\n",
    ),
    Entry(
        code="E632",
        severity=Severity.ERROR,
        message=Text("`{key}` is `yes` or `no`, not `{text}`", "`{key}` 只能是 `yes` 或 `no`，而不是 `{text}`"),
        explanation=Text(
            "This key switches something on, so its value is `yes`. `no` says the same as leaving the key out.",
            "该键用于启用某项功能，值为 `yes`；写 `no` 与不写该键相同。",
        ),
        example="policy: demo\nrules:\n  - cap: daily\n    at_most: 3 attempts\n    per: person\n    in: a calendar day\n    before_today: maybe\n",
    ),
)

ENTRIES: tuple[Entry, ...] = (*_READABLE, *_SAFE, *_SHAPED)
