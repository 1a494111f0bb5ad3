"""The fenced blocks of a page: found, run, compared, and written back.

In: the text of a Markdown page. Out: what does not hold in it, and the text with the output that
commands really print. A block's first line says what it is:

`console`            commands after `$ `, and what they print; `exit=1` is the last one's exit code
`policy`, `yaml`     a policy that `check` accepts; `fails=E203`: it reports just these errors;
                     `shows=E203`: this is among what it reports; `head`: it stands before every
                     later block that does not begin a policy
`yaml plain`         any YAML
`python`             run in order, one namespace for a page; `#> ` shows what is printed
`json`, `jsonl`      parses
`sh`                 targets of the Makefile that exist
`text`               anything

`file=NAME` writes a block to a file where the commands run, `add=NAME` appends it. In output, `…`
stands for any text within a line and, alone, for any lines.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from unittest.mock import patch

import yaml

from policydsl.cli.app import main
from policydsl.diagnostics import has_errors
from policydsl.policy.files import read_bytes
from policydsl.policy.loading import check_files

ROOT = Path(__file__).parents[2]
ELISION = "…"
VARYING = (
    (re.compile(r"sha256:[0-9a-f]{64}"), f"sha256:{ELISION}"),
    (re.compile(r'"(tzdata|calendars)": "[^"]+"'), rf'"\1": "{ELISION}"'),
    (re.compile(r"tzdata [0-9]\w+, holidays [0-9.]+"), f"tzdata {ELISION}, holidays {ELISION}"),
)
"""What an update leaves out, because it changes with every release of data or of a policy."""

_OF_A_SHELL = re.compile(r"[|&;<>$`*?~#(){}\\\n]")
_FENCE = re.compile(r"^(`{3,})(.*)$")
TODAY = date(2026, 3, 4)


@dataclass(slots=True)
class Block:
    """A fenced block: the line of its fence, what it is, its options, and its lines."""

    line: int
    language: str
    options: dict[str, str]
    lines: list[str]

    @property
    def text(self) -> str:
        """The lines, the last one ended."""
        return "".join(f"{line}\n" for line in self.lines)


@dataclass(slots=True)
class Page:
    """A page while it is run: where its commands run, what it has defined, what does not hold."""

    blocks: list[Block]
    folder: Path
    problems: list[str] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "page"})

    def fail(self, block: Block, what: str) -> None:
        """Add what does not hold in a block."""
        self.problems.append(f"line {block.line}, {block.language}: {what}")


def blocks_of(text: str) -> list[Block]:
    """Every fenced block, in order."""
    found: list[Block] = []
    opened: tuple[str, Block] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.match(line)
        if opened is None:
            if fence is not None:
                opened = (fence[1], Block(number, *_info(fence[2]), []))
        elif fence is not None and fence[1] == opened[0] and not fence[2].strip():
            found.append(opened[1])
            opened = None
        else:
            opened[1].lines.append(line)
    assert opened is None, f"line {opened[1].line}: a fence that nothing closes"
    return found


def _info(info: str) -> tuple[str, dict[str, str]]:
    language, *options = info.split() or [""]
    return language, {key: value for key, _, value in (one.partition("=") for one in options)}


def rewritten(text: str, blocks: Iterable[Block]) -> str:
    """The text with the lines that its blocks have now."""
    lines = text.splitlines()
    for block in sorted(blocks, key=lambda one: -one.line):
        end = next(i for i in range(block.line, len(lines)) if lines[i].startswith("```"))
        lines[block.line : end] = block.lines
    return "\n".join(lines) + "\n"


def run(page: Page) -> int:
    """Run every block in order; returns how many were run."""
    count = 0
    for block in page.blocks:
        runner = RUNNERS.get(block.language)
        if runner is None:
            page.fail(block, f"no such kind of block; one of {', '.join(RUNNERS)}")
            continue
        for option, mode in (("file", "w"), ("add", "a")):
            if name := block.options.get(option):
                with (page.folder / name).open(mode, encoding="utf-8") as file:
                    file.write(block.text if mode == "w" else "\n" + block.text)
        runner(page, block)
        count += block.language != "text"
    return count


# --- commands --------------------------------------------------------------------------------


def _console(page: Page, block: Block) -> None:
    shown: list[str] = []
    code = 0
    for command, expected in _commands(block.lines):
        code, printed = _printed("\n".join(command), code, page.folder)
        shown += [f"$ {command[0]}", *command[1:]]
        if matches(expected, printed):
            shown += expected
            continue
        page.fail(block, f"`{command[0]}` prints\n" + "\n".join(printed))
        shown += [_elided(line) for line in printed]
    wanted = int(block.options.get("exit", "0"))
    if code != wanted:
        page.fail(block, f"the last command exits with {code}, not {wanted}")
    block.lines = shown


def _commands(lines: list[str]) -> list[tuple[list[str], list[str]]]:
    """Each command, which goes on after a backslash, and what follows it."""
    found: list[tuple[list[str], list[str]]] = []
    goes_on = False
    for line in lines:
        if line.startswith("$ "):
            found.append(([line[2:]], []))
            goes_on = line.endswith("\\")
        elif goes_on:
            found[-1][0].append(line)
            goes_on = line.endswith("\\")
        else:
            assert found, f"output without a command: {line}"
            found[-1][1].append(line)
    return found


def _printed(command: str, last: int, folder: Path) -> tuple[int, list[str]]:
    """Run a command as after one that exited with `last`; its code, and all that it prints."""
    if command.startswith("policydsl ") and not _OF_A_SHELL.search(command):
        return _verb(shlex.split(command)[1:], folder)
    return _shell(command, last, folder)


def _verb(arguments: list[str], folder: Path) -> tuple[int, list[str]]:
    """Run our own command inside this process, which need not be started then.

    Both streams are as through a pipe: answers are written when many or done, complaints at once.
    """
    with TemporaryFile() as printed:
        with (
            patch.dict(os.environ, _environment(), clear=True),
            chdir(folder),
            Path(os.devnull).open(encoding="utf-8") as nothing,
            patch.object(sys, "stdin", nothing),
            redirect_stdout(os.fdopen(os.dup(printed.fileno()), "w", encoding="utf-8")) as out,
            redirect_stderr(os.fdopen(os.dup(printed.fileno()), "w", 1, encoding="utf-8")) as err,
            out,
            err,
        ):
            try:
                code = main(arguments)
            except SystemExit as left:  # what argparse says
                assert isinstance(left.code, int)
                code = left.code
        printed.seek(0)
        return code, printed.read().decode().splitlines()


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("HOME", "TMPDIR") if key in os.environ}
    tools = [str(Path(sys.executable).parent), *os.environ["PATH"].split(os.pathsep)]
    return {**kept, "PATH": os.pathsep.join(tools), "LANG": "C.UTF-8", "NO_COLOR": "1"}


def _shell(command: str, last: int, folder: Path) -> tuple[int, list[str]]:
    done = subprocess.run(
        ["bash", "-c", f"(exit {last})\n{command}"],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
    )
    return done.returncode, done.stdout.decode().splitlines()


def matches(expected: list[str], printed: list[str]) -> bool:
    """Whether what was printed is what is shown."""
    pattern = "".join(
        r"(?:[^\n]*\n)*" if line.strip() == ELISION else _line_pattern(line) + r"\n"
        for line in expected
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def _line_pattern(line: str) -> str:
    return r"[^\n]*".join(re.escape(part) for part in line.rstrip().split(ELISION)) + r" *"


def _elided(line: str) -> str:
    for pattern, text in VARYING:
        line = pattern.sub(text, line)
    return line.rstrip()


def _sh(page: Page, block: Block) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in block.lines:
        name = line.partition("#")[0].split()
        if name[:1] != ["make"] or not re.search(rf"^{name[1]}:", makefile, re.MULTILINE):
            page.fail(block, f"`{line}` is no target of the Makefile")


# --- policies --------------------------------------------------------------------------------


def _policy(page: Page, block: Block) -> None:
    _check(page, block, "policy", is_yaml=False)


def _yaml(page: Page, block: Block) -> None:
    if "plain" in block.options:
        yaml.safe_load(block.text)
        return
    _check(page, block, "policy:", is_yaml=True)


def _check(page: Page, block: Block, opens: str, *, is_yaml: bool) -> None:
    text = block.text
    first = next((line for line in block.lines if line and not line.startswith("#")), "")
    if not first.startswith((f"{opens} ", f"{opens}\n")) and "add" not in block.options:
        text = page.heads.get(block.language, "") + text
    if "add" in block.options:
        text = (page.folder / block.options["add"]).read_text(encoding="utf-8")
    found = check_files([read_bytes(text.encode(), "page", is_yaml=is_yaml)], (), TODAY)
    errors = sorted({one.code for one in found if has_errors([one])})
    if shown := block.options.get("shows"):
        if shown not in {one.code for one in found}:
            page.fail(block, f"reports {errors}, not {shown}")
        return
    wanted = sorted(filter(None, block.options.get("fails", "").split(",")))
    if errors != wanted:
        page.fail(block, f"reports {errors}, not {wanted}")
    if "head" in block.options:
        page.heads[block.language] = text + "\n"


# --- Python, JSON ----------------------------------------------------------------------------


def _python(page: Page, block: Block) -> None:
    printed = io.StringIO()
    code = compile("\n" * block.line + block.text, "page", "exec")
    with chdir(page.folder), redirect_stdout(printed):
        exec(code, page.names)
    lines = printed.getvalue().splitlines()
    expected = [line.strip()[3:] for line in block.lines if line.strip().startswith("#> ")]
    if not matches(expected, lines):
        page.fail(block, "prints\n" + "\n".join(lines))
    if len(lines) == len(expected):
        fresh = iter(lines)
        block.lines = [
            f"{line.partition('#>')[0]}#> {_kept(line, next(fresh))}"
            if line.strip().startswith("#> ")
            else line
            for line in block.lines
        ]


def _kept(line: str, printed: str) -> str:
    """What is shown where it still matches, else what was printed."""
    shown = line.strip()[3:]
    return shown if matches([shown], [printed]) else _elided(printed)


def _json(page: Page, block: Block) -> None:
    json.loads(block.text)


def _jsonl(page: Page, block: Block) -> None:
    for line in block.lines:
        json.loads(line)


def _text(page: Page, block: Block) -> None:
    pass


RUNNERS = {
    "console": _console,
    "policy": _policy,
    "yaml": _yaml,
    "python": _python,
    "json": _json,
    "jsonl": _jsonl,
    "sh": _sh,
    "text": _text,
}
