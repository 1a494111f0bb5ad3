"""`policydsl init`: start a project."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from policydsl.cli.output import print_json
from policydsl.diagnostics.catalogue.entry import Text, filled
from policydsl.diagnostics.visible import visible
from policydsl.starting.project import Started, in_repository, is_name, name_for, start

_TEXTS: Mapping[str, Text] = {
    "bad_name": Text(
        "policydsl init: `{name}` cannot begin the name of a policy; write letters, digits and dots, such as `acme`",
        "policydsl init：`{name}` 不能作为策略名称的开头；请使用字母、数字和点，例如 `acme`",
    ),
    "no_folder": Text(
        "policydsl init: `{folder}` is not a folder", "policydsl init：`{folder}` 不是文件夹"
    ),
    "standing": Text(
        "policydsl init: nothing was written, because `{folder}` has {files} already; choose another folder",
        "policydsl init：`{folder}` 中已有 {files}，因此未写入任何文件；请另选文件夹",
    ),
    "wrote": Text("wrote {file}", "已写入 {file}"),
    "kept": Text("kept  {file}", "已保留 {file}"),
    "below": Text(
        "\n`.github` works only at the root of the repository: move it there",
        "\n`.github` 仅在代码仓库根目录下生效：请将其移至根目录",
    ),
    "next": Text("\nnext: {commands}", "\n下一步：{commands}"),
}
text = partial(filled, _TEXTS)


def run(options: Namespace) -> int:
    """Write a project into a folder; 2 when something is in the way, and then nothing is written."""
    folder, lang = Path(options.folder), options.lang
    name = name_for(folder) if options.name is None else options.name
    if not is_name(name):
        return _refused("bad_name", lang, name=visible(name))
    if folder.exists() and not folder.is_dir():
        return _refused("no_folder", lang, folder=visible(options.folder))
    started = start(folder, name, lang)
    if options.format == "json":
        print_json({key: list(getattr(started, key)) for key in ("written", "kept", "standing")})
    if started.standing:
        files = ", ".join(f"`{one}`" for one in started.standing)
        return _refused("standing", lang, folder=visible(options.folder), files=files)
    if options.format != "json":
        sys.stdout.write("".join(_told(started, folder, lang)))
    return 0


def _told(started: Started, folder: Path, lang: str) -> Iterable[str]:
    for key, files in (("wrote", started.written), ("kept", started.kept)):
        for one in files:
            yield text(key, lang, file=one) + "\n"
    if any(one.startswith(".github/") for one in started.written) and in_repository(folder):
        yield text("below", lang) + "\n"
    go = [] if folder == Path() else [f"cd {visible(shlex.quote(str(folder)))}"]
    commands = " && ".join([*go, "policydsl check .", "policydsl test ."])
    yield text("next", lang, commands=commands) + "\n"


def _refused(key: str, lang: str, **values: str) -> int:
    sys.stderr.write(text(key, lang, **values) + "\n")
    return 2
