"""Writes the files of a new project.

In: a folder, a name and a language. Out: the files written. No file that stands there is touched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from policydsl.frozen import frozen
from policydsl.rules.yaml_schema import write_schema

_TEMPLATES = Path(__file__).with_name("templates")
_SHARED = {
    ".github/workflows/policies.yml": "workflow.yml",
    ".pre-commit-config.yaml": "pre-commit.yaml",
    ".vscode/settings.json": "settings.json",
    ".gitignore": "gitignore",
}
_SCHEMA = ".vscode/policy.schema.json"
_MAY_STAND = frozenset({*_SHARED, _SCHEMA, "README.md"})
"""Files that a project may have already, for other reasons; they are left as they are."""
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_MISFIT = re.compile(r"\W+")
DEFAULT_NAME = "house"


@frozen
class Started:
    """What became of a start.

    `written` are the files made; `kept` those beside them that stood there and were left as they
    are. When a policy, test, request or setting would have been in the way of another, it is in
    `standing` and nothing was written.
    """

    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()


def is_name(name: str) -> bool:
    """Whether a policy's name may begin so: words of letters and digits, dots between them."""
    return _NAME.fullmatch(name) is not None


def name_for(folder: Path) -> str:
    """The name that a folder's own name suggests."""
    found = _MISFIT.sub("_", Path(os.path.realpath(folder)).name.lower()).strip("_")
    return found if is_name(found) else DEFAULT_NAME


def in_repository(folder: Path) -> bool:
    """Whether a folder lies below the root of a git repository, not being the root itself."""
    place = Path(os.path.realpath(folder))
    if (place / ".git").exists():
        return False
    return any((one / ".git").exists() for one in place.parents)


def start(folder: Path, name: str, lang: str) -> Started:
    """Write a project into a folder, which is made where it is missing.

    The policy is `NAME.contacts`; `lang` is `en` or `zh`. Raises `ValueError` for a name that no
    policy can have, `OSError` where files cannot be written.
    """
    if not is_name(name):
        raise ValueError(f"no name of a policy: {name}")
    files = _files(name, lang)
    there = {one for one in files if (folder / one).exists()}
    standing = tuple(one for one in files if one in there and one not in _MAY_STAND)
    if standing:
        return Started(standing=standing)
    made = tuple(one for one in files if one not in there)
    for one in made:
        path = folder / one
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(files[one])
    return Started(written=made, kept=tuple(one for one in files if one in there))


def _files(name: str, lang: str) -> Mapping[str, str]:
    """The texts of all files by their place in the project, in the order to read them."""
    own = sorted((_TEMPLATES / lang).iterdir())
    texts = {path.name: path.read_text("utf-8") for path in own}
    texts |= {
        place: (_TEMPLATES / "shared" / one).read_text("utf-8") for place, one in _SHARED.items()
    }
    return {place: Template(text).substitute(name=name) for place, text in texts.items()} | {
        _SCHEMA: write_schema()
    }
