"""E6xx codes: the YAML spelling."""

from policydsl.diagnostics.catalogue import yaml_text
from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_SHAPED: tuple[Entry, ...] = (
    Entry(
        code="E620",
        severity=Severity.ERROR,
        message=Text("the key `{name}` is written twice", "键 `{name}` 重复出现"),
        hints={
            "first": Text("it is written here first", "首次出现在此处"),
            "keep_one": Text("keep one of the two", "请只保留其中一个"),
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
            "step": Text(
                "begin it with its name, such as `step: remind`",
                "请以名称开头，例如 `step: remind`",
            ),
        },
        explanation=Text(
            "A policy and a step have a name, and a waiver says which rule it waives, until when, why, and who approved it. Write the key that is missing.",
            "策略和步骤必须有名称；豁免必须写明豁免哪条规则、截止日期、原因和批准人。请补上缺少的键。",
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
        message=Text("`{key}` has no meaning in `{kind}`", "`{key}` 在 `{kind}` 中没有含义"),
        hints={
            "kinds": Text("it belongs to {kinds}", "它属于 {kinds}"),
            "conditions": Text(
                "say which contacts the rule is about with `when` and `unless`",
                "规则适用于哪些联系，请用 `when` 和 `unless` 表达",
            ),
        },
        explanation=Text(
            "The keys `by`, `per`, `in`, `where`, and some others are parts of one phrase: what a cap, a gap, or a cooldown counts. In other kinds of rules they say nothing. Which contacts a rule is about is said with `when` and `unless`.",
            "`by`、`per`、`in`、`where` 等键是同一短语的组成部分，用于说明上限、间隔或冷却规则计数的对象，在其他种类的规则中没有含义。规则适用于哪些联系，请用 `when` 和 `unless` 表达。",
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
        message=Text(
            "`{key}` is `yes` or `no`, not `{text}`",
            "`{key}` 只能是 `yes` 或 `no`，而不是 `{text}`",
        ),
        explanation=Text(
            "This key switches something on, so its value is `yes`. `no` says the same as leaving the key out.",
            "该键用于启用某项功能，值为 `yes`；写 `no` 与不写该键相同。",
        ),
        example="policy: demo\nrules:\n  - cap: daily\n    at_most: 3 attempts\n    per: person\n    in: a calendar day\n    before_today: maybe\n",
    ),
)

ENTRIES: tuple[Entry, ...] = (*yaml_text.ENTRIES, *_SHAPED)
