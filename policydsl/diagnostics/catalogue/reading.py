"""E0xx codes: files that cannot be read as policies."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E001",
        severity=Severity.ERROR,
        message=Text("there is no file or folder `{file}`", "找不到文件或文件夹 `{file}`"),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "您要找的是 `{suggestion}` 吗？"),
        },
        explanation=Text(
            "A policy was asked for by a name under which nothing is stored. Check the spelling, and that the name is meant from the folder you are in.",
            "按所给的名称没有找到任何策略文件。请检查拼写，并确认该路径是相对于当前文件夹的。",
        ),
        example="policydsl check policies/hosue.policy\n",
    ),
    Entry(
        code="E002",
        severity=Severity.ERROR,
        message=Text("`{file}` cannot be read", "无法读取 `{file}`"),
        hints={
            "permission": Text(
                "you are not permitted to read it; ask its owner, or change its permissions",
                "您没有读取权限；请联系文件所有者，或修改其权限",
            ),
            "no_policies": Text(
                "the folder holds no file that ends in `.policy` or `.policy.yaml`",
                "该文件夹中没有以 `.policy` 或 `.policy.yaml` 结尾的文件",
            ),
            "too_many": Text(
                "the folder holds more than {most} policy files; name smaller folders",
                "该文件夹中的策略文件超过 {most} 个；请改为指定较小的文件夹",
            ),
            "not_a_file": Text("it is neither a file nor a folder", "它既不是文件，也不是文件夹"),
            "system": Text("the system says: {reason}", "系统提示：{reason}"),
        },
        explanation=Text(
            "The file or folder is there, but no policy could be taken from it: reading is not permitted, or a folder holds no policies. Policies are files that end in `.policy` or `.policy.yaml`.",
            "文件或文件夹存在，但无法从中读取策略：没有读取权限，或文件夹中没有策略文件。策略文件以 `.policy` 或 `.policy.yaml` 结尾。",
        ),
        example="policydsl check an_empty_folder/\n",
    ),
    Entry(
        code="E003",
        severity=Severity.ERROR,
        message=Text(
            "`{file}` is not UTF-8 text (byte {offset})",
            "`{file}` 不是 UTF-8 文本（字节偏移 {offset}）",
        ),
        hints={
            "save_as": Text("save the file with the encoding UTF-8", "请以 UTF-8 编码保存该文件"),
            "binary": Text(
                "it looks like a binary file, not like a policy",
                "它看起来是二进制文件，而不是策略",
            ),
        },
        explanation=Text(
            "Policies are written in UTF-8, so that every machine reads the same characters. The file holds bytes that UTF-8 does not know: it was saved in another encoding, such as GB 18030 or Latin-1, or it is not text. Open it in the editor it was written with and save it as UTF-8.",
            "策略以 UTF-8 编码书写，以保证各处读到的字符一致。该文件含有 UTF-8 无法识别的字节：它可能以其他编码（如 GB 18030 或 Latin-1）保存，或者并非文本。请用原编辑器打开，并另存为 UTF-8。",
        ),
        example="policydsl check logo.png\n",
    ),
    Entry(
        code="E004",
        severity=Severity.ERROR,
        message=Text(
            "`{file}` is saved as {encoding}, and policies are UTF-8",
            "`{file}` 以 {encoding} 编码保存，而策略应为 UTF-8",
        ),
        hints={
            "save_as": Text(
                "save the file as UTF-8; some editors call UTF-16 `Unicode`",
                "请将文件另存为 UTF-8；有些编辑器把 UTF-16 称为 `Unicode`",
            ),
        },
        explanation=Text(
            "The file begins with the mark of UTF-16 or UTF-32. Policies are written in UTF-8, so that every tool reads them alike. Use your editor's `save as` and choose UTF-8.",
            "文件开头带有 UTF-16 或 UTF-32 的标记。策略以 UTF-8 编码书写，以便所有工具一致读取。请在编辑器中选择“另存为”，编码选 UTF-8。",
        ),
        example="policydsl check saved_as_utf16.policy\n",
    ),
    Entry(
        code="E005",
        severity=Severity.ERROR,
        message=Text(
            "`{file}` has {size} bytes, more than the 1 MiB that a policy may have",
            "`{file}` 大小为 {size} 字节，超过策略文件 1 MiB 的上限",
        ),
        hints={
            "split": Text(
                "split it into several policies and join them with `use`",
                "请拆分为多个策略，再用 `use` 组合",
            ),
        },
        explanation=Text(
            "A policy file may have at most 1 MiB (1,048,576 bytes), so that reading one always takes little time and memory. A file over that size is usually data and not a policy. If it is a policy, split it and join the parts with `use`.",
            "策略文件最大为 1 MiB（1,048,576 字节），以保证读取时间和内存占用可控。超过该大小的文件通常是数据而非策略。如确为策略，请拆分后用 `use` 组合。",
        ),
        example="policydsl check contacts_of_2025.policy\n",
    ),
    Entry(
        code="E006",
        severity=Severity.ERROR,
        message=Text("`{file}` holds no policy", "`{file}` 中没有策略"),
        hints={
            "first_line": Text(
                'a policy begins with a line such as `policy house.marketing "Marketing rules"`',
                '策略以类似 `policy house.marketing "营销规则"` 的一行开头',
            ),
        },
        explanation=Text(
            "The file is empty, or holds only white space and comments. An empty policy would allow everything or nothing, and neither should happen by accident. Begin with `policy`, a name, and a title.",
            "文件为空，或仅含空白和注释。空策略要么放行一切、要么全部拒绝，两者都不应无意发生。请以 `policy`、名称和标题开头。",
        ),
        example="# to be written\n",
    ),
    Entry(
        code="E007",
        severity=Severity.ERROR,
        message=Text(
            "the invisible character {code_point} changes the order in which text is shown",
            "不可见字符 {code_point} 会改变文本的显示顺序",
        ),
        hints={
            "remove": Text(
                "remove it; nothing that a policy says needs it",
                "请将其删除；策略内容不需要该字符",
            ),
        },
        explanation=Text(
            "Bidirectional control characters make a text look different from what it says, so a reviewer could approve a rule that is not the one he sees. They are refused everywhere, in comments and quoted texts too. Remove the character.",
            "双向控制字符会使文本的显示与实际内容不一致，审核人看到的规则可能并非真正生效的规则。因此在任何位置（包括注释和引号内）都不接受。请删除该字符。",
        ),
        example='policy demo "Demo \u202e"\n',
    ),
    Entry(
        code="E008",
        severity=Severity.ERROR,
        message=Text(
            "the control character {code_point} has no place in a policy",
            "策略中不应出现控制字符 {code_point}",
        ),
        hints={
            "remove": Text("remove it, or write a space", "请将其删除，或改为空格"),
        },
        explanation=Text(
            "Apart from line ends and tabs, control characters cannot be seen, and they can disturb the terminals and reports that show the policy. They often come from copying out of another program. Remove the character.",
            "除换行和制表符外，控制字符不可见，并可能干扰显示策略的终端和报告。它们常由其他程序复制而来。请删除该字符。",
        ),
        example='policy demo "De\u0000mo"\n',
    ),
    Entry(
        code="E009",
        severity=Severity.ERROR,
        message=Text(
            "`{file}` leads out of the policy folder `{folder}`",
            "`{file}` 指向策略文件夹 `{folder}` 之外",
        ),
        hints={
            "inside": Text(
                "keep the policies that use one another inside one folder",
                "请将相互引用的策略放在同一文件夹内",
            ),
        },
        explanation=Text(
            "A policy may use only policies of the folder that was opened, so that a policy from elsewhere cannot reach the other files of the machine. A name with `..`, an absolute path, or a link led outside. Move the policy in, or open the folder that holds both.",
            "策略只能引用已打开文件夹内的策略，以防外来策略访问本机其他文件。当前名称中的 `..`、绝对路径或链接指向了文件夹之外。请将该策略移入，或打开同时包含两者的文件夹。",
        ),
        example="policydsl check policies/ --file ../secrets.policy\n",
    ),
)
