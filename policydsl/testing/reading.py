"""Test files: what is written in them.

In: the path of a file, hostile until read. Out: `WrittenTests`: cases and stories as written, each
with what is wrong with it, so that one bad case does not hide the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from policydsl.diagnostics import Diagnostic, Source, Span, Text, diagnostic
from policydsl.frozen import frozen
from policydsl.syntax import tree
from policydsl.syntax.reading import read_source
from policydsl.syntax.recovery import MOST_ERRORS
from policydsl.syntax.yaml_events import read_documents
from policydsl.syntax.yaml_nodes import Listing, Node, Scalar
from policydsl.syntax.yaml_values import Field, TooManyError, Values
from policydsl.testing.values import Item, item_of

REQUEST_KEYS = ("at", "as_known", "proposal", "person", "debts", "consents", "events")
GIVEN_KEYS = (*REQUEST_KEYS, "event")
CASE_KEYS = ("name", *GIVEN_KEYS, "without", "expect")
STORY_KEYS = ("name", "given", "steps")
CHANGES = ("person", "debts", "consents", "event", "events")
STEP_KEYS = ("name", "at", *CHANGES, "proposal", "expect", "sent")
SURVIVOR_KEYS = ("mutant", "because")
_FILE_KEYS = ("tests", "given", "cases", "stories", "survivors")

_FILE = Text("a test file", "测试文件")
_GIVEN = Text("`given`", "`given`")
_CASE = Text("a case", "用例")
_STORY = Text("a story", "场景")
_STEP = Text("a step", "步骤")
_SURVIVOR = Text("a survivor", "存活的变异")


@frozen
class Written:
    """A case, a story, or a step of one: its keys, its name, and what is wrong with it.

    `span` is where to look for it: its name, or its first line.
    """

    name: str
    span: Span
    keys: Mapping[str, Item]
    problems: tuple[Diagnostic, ...] = ()
    steps: tuple[Written, ...] = ()


@frozen
class Survivor:
    """A change of the policy that no test is to notice: its name, its place, and why not."""

    mutant: str
    span: Span
    because: str


@frozen
class WrittenTests:
    """A file; `tests` is the name of the policy and its place, None when it could not be read."""

    source: Source
    tests: tuple[str, Span] | None
    given: Item | None
    cases: tuple[Written, ...]
    stories: tuple[Written, ...]
    problems: tuple[Diagnostic, ...]
    survivors: tuple[Survivor, ...] = ()


def read_tests(path: Path, shown: str) -> WrittenTests:
    """Read a file; never raises for what it is or holds."""
    source = read_source(path, shown)
    if isinstance(source, Diagnostic):
        found = _no_tests(shown) if source.code == "E006" else source
        return WrittenTests(Source(shown, ""), None, None, (), (), (found,))
    return parse_tests(source)


def parse_tests(source: Source) -> WrittenTests:
    """The tests of a text."""
    documents, problems = read_documents(source)
    if problems:
        return WrittenTests(source, None, None, (), (), tuple(problems))
    if len(documents) > 1:
        second = source.span(documents[1].begin, documents[1].begin + 3)
        found = diagnostic("T105", second, helps=["remove"])
        return WrittenTests(source, None, None, (), (), (found,))
    root = documents[0].root if documents else None
    if root is None or (isinstance(root, Scalar) and root.is_empty):
        return WrittenTests(source, None, None, (), (), (_no_tests(source.name),))
    return _file(source, root)


def _no_tests(shown: str) -> Diagnostic:
    return diagnostic("T101", file=shown, helps=["begin"])


def _file(source: Source, root: Node) -> WrittenTests:
    problems: list[Diagnostic] = []
    values = Values(source, problems, MOST_ERRORS)
    tests: tuple[str, Span] | None = None
    given: Item | None = None
    cases: tuple[Written, ...] = ()
    stories: tuple[Written, ...] = ()
    survivors: tuple[Survivor, ...] = ()
    try:
        fields = values.fields(root, _FILE)
        if fields is None:
            return WrittenTests(source, None, None, (), (), tuple(problems))
        _refuse_unknown(values, fields, _FILE, _FILE_KEYS)
        tests = _tests(values, root, fields)
        if "given" in fields:
            given = _mapping(values, fields["given"].value, _GIVEN, GIVEN_KEYS)
        cases = tuple(_written(source, node, _CASE) for node in _list(values, fields, "cases"))
        stories = tuple(_written(source, node, _STORY) for node in _list(values, fields, "stories"))
        survivors = tuple(_survivors(values, _list(values, fields, "survivors")))
    except TooManyError:
        pass
    if not cases and not stories and not problems:
        problems.append(_no_tests(source.name))
    return WrittenTests(source, tests, given, cases, stories, tuple(problems), survivors)


def _survivors(values: Values, nodes: Iterable[Node]) -> Iterator[Survivor]:
    for node in nodes:
        fields = values.fields(node, _SURVIVOR)
        if fields is None:
            continue
        _refuse_unknown(values, fields, _SURVIVOR, SURVIVOR_KEYS)
        texts: list[tree.Text] = []
        for key in SURVIVOR_KEYS:
            text = None
            if key not in fields:
                values.report("T104", _first(node, fields), place=_SURVIVOR, key=key)
            else:
                text = values.text(fields[key].value, fields[key].label)
            texts += [] if text is None else [text]
        if len(texts) == len(SURVIVOR_KEYS):
            mutant, because = texts
            if because.text.strip():
                yield Survivor(mutant.text, mutant.span, because.text)
            else:
                values.report("T140", fields["because"].value, helps=["why"])


def _tests(values: Values, root: Node, fields: Mapping[str, Field]) -> tuple[str, Span] | None:
    field = fields.get("tests")
    if field is None:
        values.report("T104", _first(root, fields), place=_FILE, key="tests")
        return None
    name = values.text(field.value, field.label)
    return None if name is None else (name.text, name.span)


def _first(node: Node, fields: Mapping[str, Field]) -> Node:
    """Where to look for what is missing from a mapping: its first key."""
    return next((field.key for field in fields.values()), node)


def _list(values: Values, fields: Mapping[str, Field], key: str) -> tuple[Node, ...]:
    field = fields.get(key)
    if field is None or (isinstance(field.value, Listing) and not field.value.items):
        return ()
    return values.listing(field)


def _refuse_unknown(
    values: Values, fields: Mapping[str, Field], place: Text, known: Collection[str]
) -> None:
    for field in fields.values():
        if field.name not in known:
            values.unknown(field, place, known)


def _mapping(values: Values, node: Node, place: Text, known: Collection[str]) -> Item | None:
    """A mapping with known keys only; None after reporting, when it is none."""
    fields = values.fields(node, place)
    if fields is None:
        return None
    _refuse_unknown(values, fields, place, known)
    items = {name: item_of(values, field.value, field.key) for name, field in fields.items()}
    return Item(items, node.begin, node.end)


_KEYS = {_CASE: CASE_KEYS, _STORY: STORY_KEYS, _STEP: STEP_KEYS}
_NEEDED = {_CASE: ("name",), _STORY: ("name", "steps"), _STEP: ("at",)}


def _written(source: Source, node: Node, place: Text) -> Written:
    """A case, a story or a step, with a list of problems of its own."""
    problems: list[Diagnostic] = []
    values = Values(source, problems, MOST_ERRORS)
    keys: dict[str, Item] = {}
    name, span = "", source.span(node.begin, min(node.end, _line_end(source, node.begin)))
    steps: tuple[Written, ...] = ()
    try:
        read = values.fields(node, place)
        fields = read or {}
        _refuse_unknown(values, fields, place, _KEYS[place])
        for key in _NEEDED[place]:
            if read is not None and key not in fields:
                values.report("T104", _first(node, fields), place=place, key=key)
        named = fields.get("name")
        text = None if named is None else values.text(named.value, named.label)
        if text is not None:
            name, span = text.text, text.span
        if "steps" in fields:
            steps = tuple(_written(source, one, _STEP) for one in _list(values, fields, "steps"))
        for key, field in fields.items():
            if key == "given":
                given = _mapping(values, field.value, _GIVEN, GIVEN_KEYS)
                keys |= {} if given is None else {key: given}
            elif key not in ("name", "steps"):
                keys[key] = item_of(values, field.value, field.key)
    except TooManyError:
        pass
    return Written(name, span, keys, tuple(problems), steps)


def _line_end(source: Source, at: int) -> int:
    end = source.text.find("\n", at)
    return len(source.text) if end < 0 else end
