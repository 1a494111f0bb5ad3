"""The front door: from paths or a text to composed policies.

`load_files` composes everything given into one policy. `check_files` composes every policy given
by itself, as a lint does, and only reports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from policydsl.diagnostics import Diagnostic, has_errors, in_order
from policydsl.frozen import frozen
from policydsl.policy.composition import ComposedPolicy, compose
from policydsl.policy.digest import digest_of
from policydsl.policy.files import PolicyFile, read_listed
from policydsl.policy.library import Found, Library
from policydsl.policy.listing import listed

_NAMES_SOMETHING = frozenset(
    {"E301", "E303", "E310", "E311", "E318", "E324", "E416", "E419", "E501", "E505", "E509"}
)
"""Codes that report a name found nowhere; no news when the name was lost to a syntax error."""


def read_paths(paths: Iterable[Path]) -> tuple[list[PolicyFile], tuple[Path, ...]]:
    """The files given, and those of the folders given; with the folders."""
    found, folders = listed(paths)
    return [read_listed(one) for one in found], folders


def load_files(
    files: Sequence[PolicyFile], folders: tuple[Path, ...] = (), today: date | None = None
) -> tuple[ComposedPolicy | None, tuple[Diagnostic, ...]]:
    """One policy out of all files; None when there are errors.

    Its roots are the policies that no other one given uses.
    """
    composed, found, _ = load_with(files, folders, today)
    return composed, found


def load_with(
    files: Sequence[PolicyFile], folders: tuple[Path, ...] = (), today: date | None = None
) -> tuple[ComposedPolicy | None, tuple[Diagnostic, ...], Library]:
    """The same, with the library in which used policies were looked for."""
    given = _given(files)
    library = Library(given, folders)
    used = {use.name.text for one in given for use in one.policy.uses}
    roots = [one for one in given if one.policy.name.text not in used] or given
    diagnostics = [found for file in files for found in file.parsed.diagnostics]
    if not roots:
        return None, in_order(diagnostics), library
    composed, found = compose(roots, library, today)
    diagnostics += _news(found, files, library)
    if composed is None or has_errors(diagnostics):
        return None, in_order(diagnostics), library
    return _identified(composed, roots), in_order(diagnostics), library


def check_files(
    files: Sequence[PolicyFile], folders: tuple[Path, ...], today: date | None
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with any policy given; versions in one folder are one policy."""
    diagnostics = [found for file in files for found in file.parsed.diagnostics]
    diagnostics += [found for one in check_each(files, folders, today) for found in one.diagnostics]
    return in_order(diagnostics)


@frozen
class Checked:
    """A policy composed by itself: its versions as written, and what is wrong with it.

    `composed` is None with errors, those of the files of its versions included. `diagnostics` are
    of the composition, not of these files. `library` is where used policies were looked for.
    """

    own: tuple[Found, ...]
    composed: ComposedPolicy | None
    diagnostics: tuple[Diagnostic, ...]
    library: Library


def check_each(
    files: Sequence[PolicyFile],
    folders: tuple[Path, ...],
    today: date | None,
    but: Collection[tuple[str, Path | None]] = (),
) -> Iterator[Checked]:
    """Every policy given, composed by itself; versions in one folder are one policy.

    `but` are the names and folders of those that need not be looked at.
    """
    given = _given(files)
    broken = {
        one.span.source
        for file in files
        for one in file.parsed.diagnostics
        if one.span is not None and has_errors([one])
    }
    groups: dict[tuple[str, Path | None], list[Found]] = {}
    for one in given:
        groups.setdefault((one.policy.name.text, one.folder), []).append(one)
    for group, roots in groups.items():
        if group in but:
            continue
        others = [one for one in given if one.policy.name != roots[0].policy.name]
        library = Library([*roots, *others], folders)
        composed, found = compose(roots, library, today)
        diagnostics = tuple(_news(found, files, library))
        is_broken = has_errors(found) or any(one.policy.span.source in broken for one in roots)
        if composed is not None:
            composed = None if is_broken else _identified(composed, roots)
        yield Checked(tuple(roots), composed, diagnostics, library)


def _identified(composed: ComposedPolicy, roots: Sequence[Found]) -> ComposedPolicy:
    """The same with its name, version and digest."""
    names = sorted({root.policy.name.text for root in roots})
    versions = sorted({root.version for root in composed.core.roots if root.version})
    identity = (" + ".join(names), ", ".join(versions), digest_of(composed.policies))
    return replace(composed, core=replace(composed.core, identity=identity))


def _given(files: Iterable[PolicyFile]) -> list[Found]:
    return [Found(policy, file.folder) for file in files for policy in file.parsed.policies]


def _news(
    found: Iterable[Diagnostic], files: Iterable[PolicyFile], library: Library
) -> list[Diagnostic]:
    lost = library.lost.union(*(file.parsed.lost for file in files))
    if not lost:
        return list(found)
    return [
        one
        for one in found
        if one.code not in _NAMES_SOMETHING or not any(value in lost for _, value in one.args)
    ]
