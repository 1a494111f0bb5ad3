"""E3xx codes: declarations that cannot stand."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_FIRST = Text("the other declaration is here", "另一处声明在这里")
ROOTS = Text(
    "the name of a fact begins with `proposal.`, `recipient.`, `actor.`, `address.`, `person.`, `debt.`, `event.`, or `consent.`",
    "事实名称须以 `proposal.`、`recipient.`、`actor.`、`address.`、`person.`、`debt.`、`event.` 或 `consent.` 开头",
)

_CHAIN = "".join(f"define d{number} = d{number + 1}\n" for number in range(65))

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E315",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` is defined by itself: {chain}", "`{name}` 的定义引用了自身：{chain}"
        ),
        hints={
            "break": Text(
                "say what `{name}` means without using `{name}`, also through other definitions",
                "定义 `{name}` 时请不要直接或通过其他定义引用 `{name}`",
            )
        },
        explanation=Text(
            "A definition stands for its condition, and here that condition leads back to the definition, so it would never come to an end. Write one of them in terms of facts.",
            "定义代表其条件，而此处的条件又回到了定义本身，永远无法展开。请将其中一个改用事实来写。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndefine lost = not found\ndefine found = not lost\n',
    ),
    Entry(
        code="E326",
        severity=Severity.ERROR,
        message=Text("`{name}` is already a field of the proposal", "`{name}` 已经是拟触达的字段"),
        hints={"rename": Text("choose another name", "请换一个名称")},
        explanation=Text(
            "A name without a dot is a field of the proposal or a definition. If a definition had the name of a field, readers could not tell which is meant. Choose another name for the definition.",
            "不含点号的名称是拟触达的字段或定义。如果定义与字段同名，读者无法分辨所指。请为定义换一个名称。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndefine channel = purpose is marketing\n',
    ),
    Entry(
        code="E327",
        severity=Severity.ERROR,
        message=Text(
            "there is another {what} `{name}` in this policy", "本策略中已有名为 `{name}` 的{what}"
        ),
        hints={"first": Text("the first one is here", "第一个在这里")},
        explanation=Text(
            "Verdicts, waivers, and citations point to rules, definitions, and sources by name, so each name stands for one of them. Rename one of the two, or remove it.",
            "判定结果、豁免和引用都以名称指向规则、定义和来源，因此每个名称只能对应一个。请为其中一个改名，或将其删除。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\ndeny calls when channel is voice\ndeny calls when channel is visit\n',
    ),
    Entry(
        code="E328",
        severity=Severity.ERROR,
        message=Text("`{name}` does not say what the fact is about", "`{name}` 没有写明事实属于谁"),
        hints={"roots": ROOTS},
        explanation=Text(
            "A fact belongs to something that a request describes: the proposal, the recipient, the person, the debt, and so on. The first part of its path says to which.",
            "事实属于请求所描述的某个对象：拟触达、接收人、客户、债务等。路径的第一部分说明它属于哪一个。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nfact customer.minor : flag\n',
    ),
    Entry(
        code="E329",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` has a meaning of its own in every request",
            "`{name}` 在每个请求中都有固定含义",
        ),
        hints={"rename": Text("choose another name", "请换一个名称")},
        explanation=Text(
            "Requests use this name for something of their own, such as the time zones of a person or the debts of a proposal. Nothing else can be declared under it.",
            "请求用这个名称表示固有内容，例如客户的时区或拟触达涉及的债务，不能再声明为其他内容。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nfact person.time_zones : text\n',
    ),
    Entry(
        code="E330",
        severity=Severity.ERROR,
        message=Text("`{name}` is there without being declared", "`{name}` 是内置事实，无需声明"),
        hints={
            "remove": Text(
                "remove the declaration; its type cannot be changed",
                "请删除该声明，内置事实的类型不能更改",
            )
        },
        explanation=Text(
            "Some facts are part of the language, with a fixed type, so that all policies mean the same by them. They are read without being declared.",
            "部分事实是语言的一部分，类型固定，以保证所有策略对其含义一致。它们无需声明即可读取。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nfact person.region : text\n',
    ),
    Entry(
        code="E331",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` is declared twice, and differently", "`{name}` 声明了两次，且内容不同"
        ),
        hints={"first": _FIRST},
        explanation=Text(
            "Policies that are used together share their facts, so a fact has one type and one default. Make the two declarations the same, or give one of the facts another name.",
            "一起使用的策略共享事实，因此每个事实只有一种类型和一个默认值。请将两处声明改为一致，或为其中一个事实换名。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nfact person.age : number\nfact person.age : text\n',
    ),
    Entry(
        code="E332",
        severity=Severity.ERROR,
        message=Text(
            "`{name}` and `{other}` cannot both be facts", "`{name}` 和 `{other}` 不能同时是事实"
        ),
        hints={"first": _FIRST},
        explanation=Text(
            "One path begins with the other, so in a request the shorter one would have to be a value and an object at once. Rename one of the two.",
            "其中一个路径以另一个开头，请求中较短的一个就必须既是值又是对象。请为其中一个改名。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nfact person.job : text\nfact person.job.title : text\n',
    ),
    Entry(
        code="E334",
        severity=Severity.ERROR,
        message=Text(
            "values can be added to `channel`, `recipient`, and `actor`, not to `{name}`",
            "只能为 `channel`、`recipient` 和 `actor` 添加取值，不能为 `{name}` 添加",
        ),
        hints={
            "one_of": Text(
                "list all values where the fact is declared: `one of …`",
                "请在声明该事实处列出全部取值：`one of …`",
            )
        },
        explanation=Text(
            "`also` adds values to the three lists that are part of the language. A fact of your own lists all its values in its declaration.",
            "`also` 用于为语言内置的三个列表添加取值。自有事实应在声明中列出全部取值。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nfact person.tier : also gold\n',
    ),
    Entry(
        code="E335",
        severity=Severity.ERROR,
        message=Text(
            "another policy used with this one gives `{name}` another default",
            "一同使用的另一策略为 `{name}` 设定了不同的默认值",
        ),
        hints={"first": _FIRST},
        explanation=Text(
            "Policies that are used together share their facts, and their rules rely on what stands in for a fact that was not sent. Another default would change their answers without a word. Give the fact the same default here, or leave its declaration out: the one in the used policy holds here too.",
            "一起使用的策略共享事实，其规则依赖于事实未传入时的默认值。改用其他默认值会在不知不觉中改变判定结果。请在此处采用相同的默认值，或省略声明，被引用策略中的声明在此同样有效。",
        ),
        example='policy house "House"\n  otherwise deny\n\nuse law\n\nfact person.minor : flag = no\n\npolicy law "Law"\n\nfact person.minor : flag = yes\n',
    ),
    Entry(
        code="E336",
        severity=Severity.ERROR,
        message=Text(
            "definitions stand in each other more than {most} deep at `{name}`",
            "定义层层引用，到 `{name}` 已超过 {most} 层",
        ),
        hints={
            "flatten": Text(
                "say what `{name}` means in terms of facts", "请直接用事实说明 `{name}` 的含义"
            )
        },
        explanation=Text(
            "Nobody can check a condition that leads through so many definitions. Write one of them in terms of facts.",
            "一个条件经过如此多层的定义，无人能够审核。请将其中一个改用事实来写。",
        ),
        example=f'policy demo "Demo"\n  otherwise deny\n\n{_CHAIN}define d65 = channel is sms\n',
    ),
)
