"""The policies that tests are about.

In: the folder of a test file and the name that it gives. Out: a `Subject`, loaded once for a whole
run: the policy composed as `policydsl.load` of its file does, and the names that its decisions
may say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from policydsl.api import Policy
from policydsl.core.policy import CorePolicy
from policydsl.diagnostics import Diagnostic, Span, diagnostic, did_you_mean, has_errors
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.engine.decision_json import About, about
from policydsl.frozen import frozen
from policydsl.policy.files import MOST_FILES, PolicyFile, is_inside, is_policy_file, read_file
from policydsl.policy.library import shown_path
from policydsl.policy.loading import load_with
from policydsl.syntax.screening import MOST_BYTES

_MOST_NAMED = 8


@frozen
class Subject:
    """A policy under test.

    `places` is where its files stand and where used policies were looked for. `names` are the
    full ids of its rules, obligations and ladders and the names of its roots, `duties` what its
    obligations and steps ask for, `steps` the names of the steps of its ladders.
    """

    name: str
    policy: Policy
    core: CorePolicy
    about: About
    places: frozenset[Path]
    names: frozenset[str]
    duties: frozenset[str]
    steps: frozenset[str]

    def called(self, name: str) -> tuple[str, ...]:
        """The ids that a short or full name stands for; one, when it is clear."""
        if name in self.names:
            return (name,)
        own = f"{self.name}.{name}"
        if own in self.names:
            return (own,)
        return tuple(sorted(one for one in self.names if one.endswith(f".{name}")))


class Subjects:
    """Finds policies, and remembers what it read and loaded."""

    def __init__(self) -> None:
        self._files: dict[Path, PolicyFile] = {}
        self._loaded: dict[tuple[Path, str], Subject | tuple[Diagnostic, ...]] = {}

    def find(self, name: str, folder: Path, place: Span) -> Subject | tuple[Diagnostic, ...]:
        """The policy of a name in a folder; else what is wrong, `place` being where it is named."""
        key = (folder, name)
        if key not in self._loaded:
            self._loaded[key] = self._find(name, folder, place)
        return self._loaded[key]

    def _find(self, name: str, folder: Path, place: Span) -> Subject | tuple[Diagnostic, ...]:
        paths = list(_policy_files(folder))
        last = name.rpartition(".")[2].encode()
        likely = [path for path in paths if last in _bytes(path)]
        for chosen in (likely, paths):
            files = [file for path in chosen if _declares(path, file := self._read(path), name)]
            if files:
                return _loaded(name, files, folder)
        read = [self._read(path) for path in paths]
        broken = [one for file in read for one in file.parsed.diagnostics if has_errors([one])]
        return tuple(broken) or (_nowhere(name, read, place),)

    def _read(self, path: Path) -> PolicyFile:
        if path not in self._files:
            self._files[path] = read_file(path, shown_path(path))
        return self._files[path]


def _policy_files(folder: Path) -> Iterator[Path]:
    """The policy files that lie in a folder itself, in the order of their names."""
    paths = sorted(islice(folder.iterdir(), MOST_FILES * 10))
    for path in paths:
        hidden = path.name.startswith(".")
        if is_policy_file(path) and not hidden and path.is_file() and is_inside(path, folder):
            yield path


def _bytes(path: Path) -> bytes:
    """What is in a file, as far as a policy may be long; nothing, if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError:
        return b""


def _declares(path: Path, file: PolicyFile, name: str) -> bool:
    """Whether a file declares a policy, also when mistakes keep it from being read."""
    if any(policy.name.text == name for policy in file.parsed.policies):
        return True
    head = rf"^\s*policy\s*:?\s*[\"']?{re.escape(name)}(?![\w.])".encode()
    return (
        has_errors(file.parsed.diagnostics)
        and re.search(head, _bytes(path), re.MULTILINE) is not None
    )


def _loaded(name: str, files: list[PolicyFile], folder: Path) -> Subject | tuple[Diagnostic, ...]:
    """The policy of a name as the only root: what else stands in its files, only if it uses it."""
    composed, found, library = load_with([_reached(name, file) for file in files])
    if composed is None:
        return found
    core = composed.core
    ids = {rule.id for rule in core.rules} | {one.id for one in core.obligations}
    ids |= {ladder.id for ladder in core.ladders}
    duties = {duty for one in core.obligations for duty in one.duties}
    steps = [step for one in core.ladders for step in one.steps]
    duties |= {duty for step in steps for duty in step.duties}
    return Subject(
        name=name,
        policy=Policy(composed, found),
        core=core,
        about=about(core),
        places=frozenset({folder, *library.looked}),
        names=frozenset(ids | {root.name for root in core.roots}),
        duties=frozenset(duties),
        steps=frozenset(step.name for step in steps),
    )


def _reached(name: str, file: PolicyFile) -> PolicyFile:
    """The file with only the policy of a name, and those in it that it uses in turn."""
    policies = file.parsed.policies
    wanted, waiting = {name}, [name]
    while waiting:
        using = waiting.pop()
        for policy in policies:
            if policy.name.text == using:
                new = {use.name.text for use in policy.uses} - wanted
                wanted |= new
                waiting += new
    kept = tuple(policy for policy in policies if policy.name.text in wanted)
    return replace(file, parsed=replace(file.parsed, policies=kept))


def _nowhere(name: str, files: Iterable[PolicyFile], place: Span) -> Diagnostic:
    names = sorted({policy.name.text for file in files for policy in file.parsed.policies})
    helps: list[HintSpec] = [
        ("did_you_mean", {"suggestion": near}) for near in did_you_mean(name, names)
    ]
    if not helps and names:
        shown = ", ".join(f"`{one}`" for one in names[:_MOST_NAMED])
        more = ", …" if len(names) > _MOST_NAMED else ""
        helps = [("known", {"names": shown + more})]
    return diagnostic("T103", place, helps=helps or ["beside"], name=name)
