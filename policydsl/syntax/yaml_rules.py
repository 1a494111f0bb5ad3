"""Rules and ladders.

In: the items of `rules`. Out: rules of the tree. Which clauses suit which kind is a question for
`policydsl.rules`; here only keys that no rule has, and phrases without their beginning, are wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from policydsl.diagnostics.catalogue.entry import Text
from policydsl.diagnostics.phrasing import either
from policydsl.diagnostics.suggest import did_you_mean
from policydsl.syntax import tree
from policydsl.syntax.keywords import KINDS, LADDER, RULE, STEP
from policydsl.syntax.yaml_clauses import clause, read_clauses, read_listed
from policydsl.syntax.yaml_counting import PHRASES, read_phrase
from policydsl.syntax.yaml_nodes import Node
from policydsl.syntax.yaml_values import A_NAME, Field, Values

A_RULE = Text("a rule", "规则")
A_LADDER = Text("a ladder", "阶梯")
A_STEP = Text("a step", "步骤")

_PHRASE_KEYS = tuple(
    dict.fromkeys(key for phrase in PHRASES.values() for key in (phrase.lead, *phrase.parts))
)
RULE_KEYS = (*KINDS, "title", *RULE, *_PHRASE_KEYS)
LADDER_KEYS = ("ladder", "title", *LADDER, "steps")
STEP_KEYS = ("step", *STEP, "where")


def read_rules(values: Values, given: Field) -> Iterator[tree.Rule]:
    """The rules that are without mistakes; the names of others are lost."""
    for node in values.listing(given):
        fields = values.fields(node, A_RULE)
        kind = None if fields is None else _kind(values, node, fields)
        if fields is not None and kind is not None:
            before = len(values.problems)
            rule = _rule(values, node, kind, fields)
            if values.sound(before, fields[kind].value, rule.name):
                yield rule


def _rule(values: Values, node: Node, kind: str, fields: Mapping[str, Field]) -> tree.Rule:
    given = fields[kind]
    name = values.phrase("word", given.value, given.label, A_NAME)
    title = None
    if "title" in fields:
        title = values.text(fields["title"].value, fields["title"].label)
    read = _ladder_clauses if kind == "ladder" else partial(_rule_clauses, kind)
    return tree.Rule(kind, name, title, tuple(read(values, fields)), values.span(node))


def _kind(values: Values, node: Node, fields: Mapping[str, Field]) -> str | None:
    """The one key that is a kind of rule."""
    kinds = [key for key in fields if key in KINDS]
    for other in kinds[1:]:
        values.report(
            "E629",
            fields[other].key,
            first=kinds[0],
            second=other,
            labels=[(values.span(fields[kinds[0]].key), "first")],
            helps=["dash"],
        )
    if kinds:
        return kinds[0]
    first = next(iter(fields.values()), None)
    meant = first.name.replace(" ", "_").replace("-", "_").casefold() if first else ""
    near = (meant,) if meant in KINDS else did_you_mean(meant, KINDS)
    if first is not None and near and first.name not in RULE_KEYS:
        helps = [("did_you_mean", {"suggestion": near[0]})]
    else:
        helps = [("kinds", {"kinds": ", ".join(f"`{kind}`" for kind in KINDS)})]
    values.report("E628", first.key if first else node, helps=helps)
    return None


def _rule_clauses(kind: str, values: Values, fields: Mapping[str, Field]) -> Iterator[tree.Clause]:
    phrase = PHRASES.get(kind)
    _report_stray_parts(values, kind, fields)
    for key, given in fields.items():
        if phrase and key == phrase.lead:
            counted = read_phrase(values, phrase, fields)
            if counted is not None:
                yield counted
        elif key in RULE and key not in _PHRASE_KEYS:
            yield from read_clauses(values, given, RULE[key])
        elif key not in RULE_KEYS:
            values.unknown(given, A_RULE, RULE_KEYS)


def _report_stray_parts(values: Values, kind: str, fields: Mapping[str, Field]) -> None:
    """Report keys of phrases that do not begin here, for each such phrase once."""
    own = PHRASES.get(kind)
    if own is not None and own.lead not in fields:
        first = next((given for key, given in fields.items() if key in own.parts), None)
        if first is not None:
            values.report("E627", first.key, key=first.name, parts=either([own.lead]))
    of_own = (own.lead, *own.parts) if own else ()
    strays = [key for key in fields if key in _PHRASE_KEYS and key not in of_own]
    leads = [phrase for phrase in PHRASES.values() if phrase.lead in strays]
    for key in strays:
        if not any(key in phrase.parts for phrase in leads):
            kinds = [
                name for name, phrase in PHRASES.items() if key in (phrase.lead, *phrase.parts)
            ]
            values.report(
                "E630",
                fields[key].key,
                key=key,
                kind=kind,
                helps=[("kinds", {"kinds": either(kinds)}), "conditions"],
            )


def _ladder_clauses(values: Values, fields: Mapping[str, Field]) -> Iterator[tree.Clause]:
    for key, given in fields.items():
        if key == "steps":
            for node in values.listing(given):
                step = _step(values, node)
                if step is not None:
                    yield step
        elif key in LADDER:
            yield from read_clauses(values, given, LADDER[key])
        elif key not in LADDER_KEYS and key not in KINDS:
            values.unknown(given, A_LADDER, LADDER_KEYS)


def _step(values: Values, node: Node) -> tree.Clause | None:
    """A `step` clause from an item of `steps`."""
    fields = values.fields(node, A_STEP)
    if fields is None:
        return None
    clauses = tuple(_step_clauses(values, fields))
    given = fields.get("step")
    if given is None:
        values.report("E626", node, place=A_STEP, key="step", helps=["step"])
        return None
    name = values.phrase("word", given.value, given.label, A_NAME)
    if name is None:
        return None
    step = tree.Step(name, clauses, values.span(node))
    return tree.Clause("step", step, step.span, values.span(given.key))


def _step_clauses(values: Values, fields: Mapping[str, Field]) -> Iterator[tree.Clause]:
    where = fields.get("where")
    if where is not None and "via" not in fields:
        values.report("E627", where.key, key="where", parts=either(["via"]))
    for key, given in fields.items():
        if key == "via":
            channels = read_listed(values, given, "channels")
            filtered = None
            if where is not None:
                filtered = values.phrase("expression", where.value, where.label)
            if channels:
                via = tree.Via(channels, filtered, values.span(given.value))
                yield clause(values, given, via)
        elif key in STEP:
            yield from read_clauses(values, given, STEP[key])
        elif key not in STEP_KEYS:
            values.unknown(given, A_STEP, STEP_KEYS)
