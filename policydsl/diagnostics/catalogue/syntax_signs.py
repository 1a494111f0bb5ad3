"""E1xx codes, continued: signs, names, and texts of the wrong shape."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_INSTEAD = Text("write `{instead}`", "请写成 `{instead}`")

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E106",
        severity=Severity.ERROR,
        message=Text("the text that begins here is never closed", "此处开始的文字缺少结尾的引号"),
        hints={
            "close": Text('end it with `"`', '请在结尾写上 `"`'),
            "one_line": Text("a text stands on one line", "一段文字只能写在一行内"),
        },
        explanation=Text(
            'A text stands between two double quotes on one line. The second one is missing; a quote inside a text is written `\\"`.',
            '文字写在同一行的两个双引号之间，此处缺少第二个。文字内部的双引号应写成 `\\"`。',
        ),
        example='policy demo "Demo\n',
    ),
    Entry(
        code="E110",
        severity=Severity.ERROR,
        message=Text("`{sign}` is a full-width character", "`{sign}` 是全角字符"),
        hints={
            "instead": _INSTEAD,
            "space": Text("write an ordinary space", "请改为普通空格"),
        },
        explanation=Text(
            "Outside of quoted texts policies use the digits and punctuation of the ASCII keyboard, so that one sign is never mistaken for another. Switch the input method to half-width and type the sign again.",
            "引号之外的数字和标点一律使用半角，以免不同符号相互混淆。请把输入法切换到半角后重新输入该符号。",
        ),
        example='policy demo "Demo"\n\nwarn odd when channel in ｛voice, sms}\n',
    ),
    Entry(
        code="E111",
        severity=Severity.ERROR,
        message=Text("`{sign}` means nothing in a condition", "条件中没有 `{sign}` 这种写法"),
        hints={"instead": _INSTEAD},
        explanation=Text(
            "Conditions are written in words, so that they can be read aloud: `is`, `is not`, `and`, `or`, `not`. Only numbers are compared with signs: `<`, `<=`, `>`, `>=`. A single `=` stands only between a name and what it is declared to be.",
            "条件用词书写，便于朗读：`is`、`is not`、`and`、`or`、`not`。只有数值用符号比较：`<`、`<=`、`>`、`>=`。单个 `=` 只用于声明中名称与内容之间。",
        ),
        example='policy demo "Demo"\n\nwarn calls when channel == voice\n',
    ),
    Entry(
        code="E112",
        severity=Severity.ERROR,
        message=Text("`{name}` is not a name", "`{name}` 不是合法的名称"),
        hints={"instead": _INSTEAD},
        explanation=Text(
            "Names are made of letters, digits, and underscores, and begin with a letter; the parts of a longer name are joined by single dots without spaces.",
            "名称由字母、数字和下划线组成，以字母开头；较长名称的各部分用单个点连接，中间没有空格。",
        ),
        example='policy demo "Demo"\n\ndeny opt-out when person.opted_out\n',
    ),
    Entry(
        code="E113",
        severity=Severity.ERROR,
        message=Text(
            "the name `{name}` holds letters that look like others",
            "名称 `{name}` 含有易与其他字母混淆的字符",
        ),
        hints={
            "plain_letters": Text("write it with ordinary letters", "请用普通字母书写"),
            "one_alphabet": Text("write it with the letters of one alphabet", "请只用一种字母书写"),
        },
        explanation=Text(
            "A reader cannot tell two names apart when one of them holds a Cyrillic letter in place of a Latin one, or a full-width letter. A rule could then name something other than it seems to. Type the name again on one keyboard.",
            "如果名称中用西里尔字母代替了拉丁字母，或使用了全角字母，读者将无法区分两个名称，规则所指也可能与看上去不同。请用同一种键盘重新输入。",
        ),
        example='policy demo "Demo"\n\ndeny сease when person.cease\n',
    ),
    Entry(
        code="E114",
        severity=Severity.ERROR,
        message=Text(
            "the character `{char}` ({code_point}) has no meaning here",
            "字符 `{char}`（{code_point}）在此处没有含义",
        ),
        hints={
            "remove": Text(
                "remove it, or put it into a text in double quotes",
                "请将其删除，或放入双引号中的文字",
            ),
        },
        explanation=Text(
            "Outside of quoted texts and comments a policy holds names, numbers, and a few signs. This character is none of them; it often comes with text that was copied from elsewhere.",
            "除引号内的文字和注释外，策略只含名称、数字和少数符号。该字符不在其中，通常是从别处复制文字时带入的。",
        ),
        example='policy demo "Demo"\n\ndeny cease when $person\n',
    ),
    Entry(
        code="E115",
        severity=Severity.ERROR,
        message=Text("`{escape}` has no meaning in a text", "文字中没有 `{escape}` 这种写法"),
        hints={
            "escapes": Text(
                'write `\\\\` for a backslash and `\\"` for a quote',
                '反斜杠写作 `\\\\`，双引号写作 `\\"`',
            ),
        },
        explanation=Text(
            "In a text a backslash stands before a quote or another backslash, and nowhere else. Line breaks cannot be part of a text.",
            "文字中的反斜杠只能写在双引号或另一个反斜杠之前。文字中不能有换行。",
        ),
        example='policy demo "Demo\\n"\n',
    ),
    Entry(
        code="E116",
        severity=Severity.ERROR,
        message=Text("texts stand in double quotes", "文字应放在双引号中"),
        hints={"double": Text('write `"…"`', '请写成 `"…"`')},
        explanation=Text(
            'There is one way to write a text: between two double quotes, `"…"`. Single quotes mean nothing.',
            '文字只有一种写法：放在两个双引号之间，即 `"…"`。单引号没有含义。',
        ),
        example="policy demo 'Demo'\n",
    ),
    Entry(
        code="E119",
        severity=Severity.ERROR,
        message=Text(
            "`{text}` is not a number, a date, or a time", "`{text}` 不是数字、日期或时刻"
        ),
        hints={
            "number": Text("a number is written `7` or `0.5`", "数字写作 `7` 或 `0.5`"),
            "time": Text("a time is written `22:00`", "时刻写作 `22:00`"),
            "date": Text("a date is written `2026-01-30`", "日期写作 `2026-01-30`"),
            "space": Text(
                "put a space after `{number}`, and say what is counted",
                "请在 `{number}` 之后加空格，并写明计数对象",
            ),
        },
        explanation=Text(
            "What begins with a digit is a number, a date, a time, or an instant, each written in one way only. Names begin with a letter.",
            "以数字开头的内容只能是数字、日期、时刻或时间点，且各只有一种写法。名称必须以字母开头。",
        ),
        example='policy demo "Demo"\n\nwarn half when debt.share < 50%\n',
    ),
)
