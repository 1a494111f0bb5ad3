"""E1xx codes: text that does not follow the grammar."""

from policydsl.diagnostics.catalogue import syntax_signs
from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_WRITE = Text("write {expected}", "此处应写：{expected}")
_DID_YOU_MEAN = Text("did you mean `{suggestion}`?", "您要写的是 `{suggestion}` 吗？")

_ORDER: tuple[Entry, ...] = (
    Entry(
        code="E101",
        severity=Severity.ERROR,
        message=Text("`{found}` cannot stand here", "此处不能写 `{found}`"),
        hints={
            "write": _WRITE,
            "did_you_mean": _DID_YOU_MEAN,
            "end": Text("the sentence ends before it", "句子在它之前就结束了"),
            "quotes": Text(
                "a text stands in double quotes: `{text}`", "文字应放在双引号中：`{text}`"
            ),
        },
        explanation=Text(
            "Every clause is made of fixed words in a fixed order, so that it reads as one sentence and means one thing. Something stands where the sentence has no place for it. The help says what can stand there.",
            "每个条款由固定的词按固定顺序组成，读起来是一句话，含义也唯一。当前位置出现了句子中不该有的内容。建议一行给出了此处可写的内容。",
        ),
        example='policy demo "Demo"\n\nquiet hours night\n  from 22:00 until 08:00\n',
    ),
    Entry(
        code="E102",
        severity=Severity.ERROR,
        message=Text("something is missing after `{previous}`", "`{previous}` 之后缺少内容"),
        hints={"write": _WRITE},
        explanation=Text(
            "The rule, the declaration, or the phrase ends in the middle of a sentence. Complete it; the help says how it can go on.",
            "规则、声明或短语在句子中间就结束了。请补充完整；建议一行给出了后续可写的内容。",
        ),
        example='policy demo "Demo"\n\ndeny cease when person.cease and\n',
    ),
    Entry(
        code="E103",
        severity=Severity.ERROR,
        message=Text("nothing is written here", "此处没有内容"),
        hints={"write": _WRITE},
        explanation=Text(
            "A key or a phrase has no value, or one that holds only white space. An empty phrase would mean nothing, so it is refused and never skipped.",
            "某个键或短语没有值，或只含空白。空短语没有含义，因此会报错，而不会被忽略。",
        ),
        example='policy: demo\nrules:\n  - deny: cease\n    when: ""\n',
    ),
    Entry(
        code="E104",
        severity=Severity.ERROR,
        message=Text("`{word}` does not begin a clause", "`{word}` 不是任何条款的开头"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "clauses": Text(
                "clauses begin with a word such as {words}",
                "条款以 {words} 之类的词开头",
            ),
        },
        explanation=Text(
            "Each clause begins with a word of the language, such as `when`, `at most`, or `cite`. The word here is none of them; often it is a slip of the hand, or a name with a space in it.",
            "每个条款都以语言中的词开头，例如 `when`、`at most` 或 `cite`。此处的词不在其中，通常是拼写错误，或名称中多了空格。",
        ),
        example='policy demo "Demo"\n\ndeny cease\n  wehn person.cease\n',
    ),
    Entry(
        code="E105",
        severity=Severity.ERROR,
        message=Text(
            "`{words}` cannot stand here; it is a clause of {owner}",
            "此处不能写 `{words}`，它是{owner}的条款",
        ),
        hints={"move": Text("move it to where it belongs", "请把它移到所属的位置")},
        explanation=Text(
            "The clause exists, but not in this place: steps, ladders, other rules, and the head of a policy have clauses of their own. A clause that belongs to a ladder stands before its first step, or is one that no step has.",
            "该条款存在，但不能写在这里：步骤、阶梯、其他规则和策略开头各有自己的条款。阶梯的条款应写在第一个步骤之前，除非步骤没有同名条款。",
        ),
        example='policy demo "Demo"\n\ndeny cease when person.cease\n  on block wait\n',
    ),
    Entry(
        code="E107",
        severity=Severity.ERROR,
        message=Text("`{sign}` is never closed", "`{sign}` 没有对应的右括号"),
        hints={
            "close": Text("write `{close}` where the part ends", "请在该部分结束处写上 `{close}`")
        },
        explanation=Text(
            "Every parenthesis and brace that is opened has to be closed, within the same clause. The one shown is still open where the clause ends.",
            "每个左括号都必须在同一条款内有对应的右括号。所示的括号在条款结束时仍未闭合。",
        ),
        example='policy demo "Demo"\n\ndeny cease when (person.cease\n  code CEASE\n',
    ),
    Entry(
        code="E108",
        severity=Severity.ERROR,
        message=Text(
            "parentheses and `not` are nested more than {most} deep",
            "括号和 `not` 的嵌套超过 {most} 层",
        ),
        hints={
            "define": Text(
                "give the inner conditions names with `define`", "请用 `define` 为内层条件命名"
            ),
        },
        explanation=Text(
            "Nobody can check a condition that is nested so deeply, and reading it would take more memory than a policy deserves. Give parts of it names with `define` and use the names.",
            "嵌套如此之深的条件无人能够审核，读取它也会占用过多内存。请用 `define` 为其中的部分命名，再使用这些名称。",
        ),
        example='policy demo "Demo"\n\ndeny deep when ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((a\n',
    ),
    Entry(
        code="E109",
        severity=Severity.ERROR,
        message=Text("`{sign}` closes nothing", "`{sign}` 没有对应的左括号"),
        hints={
            "remove": Text("remove it, or open one before it", "请将其删除，或在前面补上左括号")
        },
        explanation=Text(
            "A closing parenthesis or brace needs an opening one of the same form before it in the same clause. Remove it, or write the opening one.",
            "右括号之前必须在同一条款内有同一形式的左括号。请删除它，或补上左括号。",
        ),
        example='policy demo "Demo"\n\ndeny cease when person.cease)\n',
    ),
    Entry(
        code="E117",
        severity=Severity.ERROR,
        message=Text("a policy begins with `policy` and its name", "策略应以 `policy` 和名称开头"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "policy": Text(
                'begin with a line such as `policy house.marketing "Marketing rules"`',
                '请以类似 `policy house.marketing "营销规则"` 的一行开头',
            ),
        },
        explanation=Text(
            "The name of the policy is part of the name of each of its rules, so it is the first thing said. Rules and declarations follow it.",
            "策略名称是其中每条规则名称的一部分，因此必须首先写明。规则和声明写在其后。",
        ),
        example="deny cease when person.cease\n",
    ),
    Entry(
        code="E118",
        severity=Severity.ERROR,
        message=Text(
            "`{word}` is a word of the language here and cannot be a name",
            "`{word}` 在此处是语言的关键词，不能用作名称",
        ),
        hints={"rename": Text("choose another name", "请换一个名称")},
        explanation=Text(
            "Most words of the language may be names too, because their place tells which is meant. At the beginning of a condition, after `is`, and inside braces a few of them cannot: there they say something themselves.",
            "语言中的大多数词也可以用作名称，因为从位置就能看出含义。但在条件开头、`is` 之后和花括号内，少数词本身就有含义，不能用作名称。",
        ),
        example='policy demo "Demo"\n\ndeny strange when live is voice\n',
    ),
    Entry(
        code="E120",
        severity=Severity.ERROR,
        message=Text(
            "`{word}` begins no rule and no declaration", "`{word}` 不是任何规则或声明的开头"
        ),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "kinds": Text("the kinds of rules are {kinds}", "规则的种类有 {kinds}"),
            "others": Text("the declarations are {others}", "声明有 {others}"),
        },
        explanation=Text(
            "After the first lines of a policy come rules and declarations, each beginning with the word for its kind. The word here is none of them.",
            "策略开头之后是规则和声明，每一条都以表示种类的词开头。此处的词不在其中。",
        ),
        example='policy demo "Demo"\n\ncpa daily\n  at most 3 attempts per person in a calendar day\n',
    ),
)

ENTRIES: tuple[Entry, ...] = (*_ORDER, *syntax_signs.ENTRIES)
