"""T10x to T12x: test files, their cases and stories, and what they give."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_CASE = "tests: first.reminder\ncases:\n  - name: at noon\n    at: 2026-03-04T12:00:00+08:00\n    proposal: {channel: sms, purpose: servicing}\n    person: {id: P1, time_zones: [Asia/Shanghai]}\n    expect: {verdict: allow}\n"
_STORY = "tests: first.reminder\nstories:\n  - name: two reminders\n    given: {person: {id: P1, time_zones: [Asia/Shanghai]}}\n    steps:\n"

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="T101",
        severity=Severity.ERROR,
        message=Text("`{file}` holds no tests", "`{file}` 中没有测试"),
        hints={
            "begin": Text(
                "begin with the policy, such as `tests: house.marketing`, then list `cases` or `stories`",
                "请先写明策略，例如 `tests: house.marketing`，再列出 `cases` 或 `stories`",
            ),
        },
        explanation=Text(
            "A file that is run as tests must test something, or a green run would mean nothing. Write at least one case or story.",
            "作为测试运行的文件必须至少包含一项测试，否则通过没有意义。请至少写一个用例或一个场景。",
        ),
        example="tests: house.marketing\n",
    ),
    Entry(
        code="T102",
        severity=Severity.ERROR,
        message=Text("no test file is found in `{folder}`", "`{folder}` 中没有找到测试文件"),
        hints={
            "suffix": Text(
                "tests of policies are files that end in `.test.yaml`",
                "策略测试是以 `.test.yaml` 结尾的文件",
            ),
            "policy": Text(
                "this is a policy; its tests stand in a file beside it, such as `{suggestion}`",
                "这是策略文件；其测试应写在同一文件夹的文件中，例如 `{suggestion}`",
            ),
        },
        explanation=Text(
            "A run without tests is not a run that passed. Name the folder that holds the policies and their tests, or write a file `NAME.test.yaml` beside the policy.",
            "没有运行任何测试不等于通过。请指定包含策略及其测试的文件夹，或在策略旁新建 `名称.test.yaml` 文件。",
        ),
        example="policydsl test an_empty_folder/\n",
    ),
    Entry(
        code="T103",
        severity=Severity.ERROR,
        message=Text(
            "there is no policy `{name}` in this folder", "该文件夹中没有名为 `{name}` 的策略"
        ),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "是否应为 `{suggestion}`？"),
            "known": Text(
                "the policies beside this file are {names}", "同一文件夹中的策略有 {names}"
            ),
            "beside": Text(
                "put the test file beside the policy that it tests",
                "请将测试文件放在所测策略旁边",
            ),
        },
        explanation=Text(
            "A test file names the policy that it tests, and the policy is looked for in the files of the same folder. What that policy uses is found as always.",
            "测试文件写明所测策略的名称，并在同一文件夹的文件中查找。该策略引用的其他策略按通常方式查找。",
        ),
        example=_CASE.replace("first.reminder", "first.remindre"),
    ),
    Entry(
        code="T104",
        severity=Severity.ERROR,
        message=Text("{place} needs the key `{key}`", "{place}缺少键 `{key}`"),
        explanation=Text(
            "A test file says which policy it tests, and every case and story has a name, by which a failure is found again. A story has steps, and every step says when it happens.",
            "测试文件须写明所测策略；每个用例和场景须有名称，以便失败时定位；场景须有步骤，每一步须写明时间。",
        ),
        example=_CASE.replace("name: at noon\n    ", ""),
    ),
    Entry(
        code="T105",
        severity=Severity.ERROR,
        message=Text("a test file is one document", "一个测试文件只能有一个文档"),
        hints={
            "remove": Text(
                "remove the line `---`, or put what follows into a file of its own",
                "请删除 `---` 一行，或将其后的内容移到单独的文件",
            ),
        },
        explanation=Text(
            "What a second document of the same file shares with the first cannot be seen, so there is only one. Tests of another policy go into another file.",
            "同一文件中第二个文档与第一个共享哪些内容无从得知，因此只允许一个文档。另一策略的测试请写在另一个文件中。",
        ),
        example=_CASE + "---\n" + _CASE,
    ),
    Entry(
        code="T106",
        severity=Severity.ERROR,
        message=Text(
            "`repeat` takes a whole number from 1 to {most}", "`repeat` 应为 1 至 {most} 的整数"
        ),
        explanation=Text(
            "An event with `repeat` stands for as many events, `every` so long after the one before, beginning at `from`. The number is bounded, so that a slip of the hand does not stop the run.",
            "带 `repeat` 的事件表示若干个事件：自 `from` 开始，每隔 `every` 一次。次数有上限，以免笔误拖垮整个运行。",
        ),
        example=_CASE.replace(
            "    expect", "    events: [{repeat: 0, from: 2026-03-01T09:00:00+08:00}]\n    expect"
        ),
    ),
    Entry(
        code="T107",
        severity=Severity.ERROR,
        message=Text(
            "`every` takes an exact length such as `2 hours`",
            "`every` 应为确切的时长，例如 `2 hours`",
        ),
        hints={
            "units": Text(
                "write a number and `seconds`, `minutes`, `hours`, `days` or `weeks`; a day is 24 hours here",
                "请写数字加 `seconds`、`minutes`、`hours`、`days` 或 `weeks`；此处一天为 24 小时",
            ),
        },
        explanation=Text(
            "Repeated events are a fixed length apart. A day counts as 24 hours and a week as 168, also where the clocks change; events at the same local time on both sides of a change are written one by one.",
            "重复事件之间的间隔是固定时长。即使遇到夏令时切换，一天也按 24 小时、一周按 168 小时计算；切换前后同一当地时间的事件请逐个写出。",
        ),
        example=_CASE.replace(
            "    expect",
            "    events: [{repeat: 2, every: 1 month, from: 2026-01-01T09:00:00+08:00}]\n    expect",
        ),
    ),
    Entry(
        code="T108",
        severity=Severity.ERROR,
        message=Text(
            "an event with `{key}` also needs `{other}`", "带 `{key}` 的事件还需要 `{other}`"
        ),
        explanation=Text(
            "`repeat`, `every` and `from` belong together: how many events, how far apart, and when the first one is. A single event has `at` instead.",
            "`repeat`、`every`、`from` 须同时使用：事件个数、间隔以及首个事件的时间。单个事件只写 `at`。",
        ),
        example=_CASE.replace(
            "    expect", "    events: [{repeat: 2, every: 2 hours}]\n    expect"
        ),
    ),
    Entry(
        code="T109",
        severity=Severity.ERROR,
        message=Text(
            "an event with `repeat` begins at `from` and has no `at`",
            "带 `repeat` 的事件从 `from` 开始，不写 `at`",
        ),
        explanation=Text(
            "A repeated event stands for several events, each at its own time, so one `at` for all of them contradicts it. Write when the first one is as `from`.",
            "重复事件代表多个事件，各有各的时间，因此不能只写一个 `at`。请用 `from` 写明首个事件的时间。",
        ),
        example=_CASE.replace(
            "    expect",
            "    events: [{repeat: 2, every: 2 hours, from: 2026-03-01T09:00:00+08:00, at: 2026-03-01T09:00:00+08:00}]\n    expect",
        ),
    ),
    Entry(
        code="T110",
        severity=Severity.ERROR,
        message=Text(
            "the requests of this file have more than {most} values together",
            "该文件的请求合计超过 {most} 个值",
        ),
        hints={
            "split": Text(
                "repeat fewer events, share less in `given`, or split the file",
                "请减少重复的事件或 `given` 中共享的内容，或拆分该文件",
            ),
        },
        explanation=Text(
            "Every value of every request is counted, what `repeat` and `given` multiply too, and the sum has a bound, so that a small file cannot stop a run for hours. The tests that follow were not run.",
            "每个请求的每个值都计算在内，包括由 `repeat` 和 `given` 展开的内容。总数有上限，以免一个小文件让运行停滞数小时。其后的测试没有运行。",
        ),
        example=_CASE.replace(
            "    expect",
            "    events: [{repeat: 10000, every: 1 minute, from: 2026-03-01T09:00:00+08:00}, and so on, a hundred times]\n    expect",
        ),
    ),
    Entry(
        code="T111",
        severity=Severity.ERROR,
        message=Text(
            "this event lies after the `at` of its case, so it would not be seen",
            "该事件晚于用例的 `at`，判定时不会被看到",
        ),
        hints={"at": Text("the case is judged here", "用例在此时刻判定")},
        explanation=Text(
            "A decision looks only at what happened before it. An event after `at` changes nothing, so a case that lists one does not test what it says. Events in a shared `given` may lie after some cases.",
            "判定只看此前发生的事件。晚于 `at` 的事件不起任何作用，列出它的用例也就没有测到所说的内容。共享的 `given` 中的事件可以晚于某些用例。",
        ),
        example=_CASE.replace(
            "    expect", "    events: [{at: 2026-03-05T09:00:00+08:00, channel: sms}]\n    expect"
        ),
    ),
    Entry(
        code="T112",
        severity=Severity.ERROR,
        message=Text("there is no `{fact}` to leave out", "没有可去掉的 `{fact}`"),
        explanation=Text(
            "`without` takes away what the shared `given` gives, by its path, such as `person.time_zones`. A path that leads to nothing is a slip, and the case would test something else than it says.",
            "`without` 按路径去掉共享 `given` 中的内容，例如 `person.time_zones`。路径指向不存在的内容通常是笔误，用例就没有测到所说的内容。",
        ),
        example=_CASE.replace("    expect", "    without: [person.cease]\n    expect"),
    ),
    Entry(
        code="T113",
        severity=Severity.ERROR,
        message=Text("this step happens before the step above it", "该步骤早于上一步"),
        hints={"above": Text("the step above happens here", "上一步在此时刻发生")},
        explanation=Text(
            "The steps of a story are written in the order in which they happen; what happened earlier is known to all that follow. Move the step up, or correct its time.",
            "场景的步骤按发生的先后书写，先发生的事后续步骤均已知晓。请上移该步骤，或更正其时间。",
        ),
        example=_STORY
        + "      - {at: 2026-03-04T12:00:00+08:00, event: {kind: payment}}\n      - {at: 2026-03-03T12:00:00+08:00, event: {kind: payment}}\n",
    ),
    Entry(
        code="T114",
        severity=Severity.ERROR,
        message=Text("in this step nothing happens", "该步骤没有任何内容"),
        hints={
            "write": Text(
                "write a `proposal` with what to expect, an `event`, or the facts that change",
                "请写 `proposal` 及其预期、`event`，或发生变化的事实",
            ),
        },
        explanation=Text(
            "A step proposes a contact and says what is expected, or lets something happen: an event, or facts of the person, of debts or consents that change.",
            "步骤要么拟定一次触达并写明预期，要么让某事发生：事件，或客户、债务、同意记录的变化。",
        ),
        example=_STORY + "      - {at: 2026-03-04T12:00:00+08:00}\n",
    ),
    Entry(
        code="T115",
        severity=Severity.ERROR,
        message=Text(
            "`{key}` belongs to a `proposal`, and this step has none",
            "`{key}` 须与 `proposal` 写在同一步骤，而该步骤没有 `proposal`",
        ),
        explanation=Text(
            "What is expected, and that the contact was sent, is said of a contact that the same step proposes.",
            "预期结果以及已发送的说明，都是针对同一步骤所拟定的触达。",
        ),
        example=_STORY + "      - {at: 2026-03-04T12:00:00+08:00, sent: {reached: delivered}}\n",
    ),
    Entry(
        code="T116",
        severity=Severity.ERROR,
        message=Text(
            "`{folder}` holds more than {most} test files", "`{folder}` 中的测试文件超过 {most} 个"
        ),
        explanation=Text(
            "A run looks for test files in a folder and below it, and their number has a bound, so that a run that was started in the wrong folder ends soon. Name smaller folders.",
            "运行会在文件夹及其子文件夹中查找测试文件，数量有上限，以免在错误的文件夹中启动后久不结束。请指定较小的文件夹。",
        ),
        example="policydsl test /\n",
    ),
)
