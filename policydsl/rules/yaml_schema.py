"""The shape of policies in YAML, for editors that complete and check keys while one writes.

In: the tables of keywords. Out: a JSON Schema (draft 2020-12), published as
`docs/editors/policy.schema.json`; run `python -m policydsl.rules.yaml_schema` after a change to the
tables. It knows keys and shapes; what phrases mean is checked by the language alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from policydsl.rules import yaml_schema_texts as texts
from policydsl.rules.registry import KINDS
from policydsl.syntax.keywords import HEAD, LADDER, RULE, STEP, Keyword
from policydsl.syntax.yaml_counting import PHRASES, WINDOWS

SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "editors" / "policy.schema.json"

Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_PHRASE: Schema = {"type": "string", "minLength": 1}
_YES: Schema = {"enum": ["yes", "no"]}

# The start symbols that a list of names may stand for.
_LISTED = frozenset({"paths", "words", "channels", "duties", "via"})
_NAMED = frozenset({"word", "path", "which_step"})


def yaml_schema() -> Schema:
    """The schema as plain data."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "a policy",
        **_mapping(_policy_keys(), ["policy"]),
        "$defs": {
            "text": _TEXT,
            "phrase": _PHRASE,
            "name": {"type": "string", "pattern": r"^\S+$"},
            "names": _one_or_many("phrase", "name"),
            "phrases": _one_or_many("phrase", "phrase"),
            "texts": {"type": "object", "additionalProperties": _ref("text")},
            "say": _one_or_many("texts", "texts"),
            "ignore": _one_or_many("texts", "texts"),
            "cite": _one_or_many("citation", "citation"),
            "citation": {"anyOf": [_ref("name"), _ref("texts")]},
            "rule": _rule(),
            "step": _mapping(_described(texts.STEP_CLAUSES, _step_shapes()), ["step"]),
            "waiver": _waiver(),
        },
    }


def write_schema() -> str:
    """The text of the published file: one definition a line, so that changes can be read."""
    schema = yaml_schema()
    lines = [f"  {_compact(key)}: {_compact(schema[key])}" for key in schema if key != "$defs"]
    definitions = [
        f"    {_compact(key)}: {_compact(value)}" for key, value in schema["$defs"].items()
    ]
    lines.append('  "$defs": {\n' + ",\n".join(definitions) + "\n  }")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _one_or_many(one: str, item: str) -> Schema:
    return {"anyOf": [_ref(one), {"type": "array", "items": _ref(item), "minItems": 1}]}


def _mapping(properties: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def _described(said: Mapping[str, str], shapes: Schema) -> Schema:
    """The shape of each key with the sentence for it."""
    return {key: {"description": said[key], **shape} for key, shape in shapes.items()}


def _shape(keyword: Keyword) -> Schema:
    """What a clause may hold."""
    if keyword.start == "text":
        return _ref("text")
    if keyword.start == "citation":
        return _ref("cite")
    if keyword.start == "saying":
        return _ref("say")
    if keyword.start == "ignored":
        return _ref("ignore")
    if keyword.repeats:
        return _ref("phrases")
    if keyword.start in _LISTED:
        return _ref("names")
    return _ref("name" if keyword.start in _NAMED else "phrase")


def _shapes(keywords: Mapping[str, Keyword]) -> Schema:
    return {key: _shape(keyword) for key, keyword in keywords.items()}


def _rule() -> Schema:
    """A rule: every key there is, exactly one kind, and what that kind takes and needs."""
    clauses = _described(texts.CLAUSES, _clause_shapes())
    kinds = {kind: {"description": said, **_ref("name")} for kind, said in texts.KINDS.items()}
    return {
        **_mapping({**kinds, **clauses}, []),
        "oneOf": [{"required": [kind]} for kind in kinds],
        "dependentSchemas": {kind: _limits(kind, list(clauses)) for kind in kinds},
    }


def _clause_shapes() -> Schema:
    parts = {key: _ref("phrase") for phrase in PHRASES.values() for key in phrase.parts}
    leads = {phrase.lead: _ref("phrase") for phrase in PHRASES.values()}
    return {
        "title": _ref("text"),
        **_shapes({**RULE, **LADDER}),
        **parts,
        **leads,
        "by": _ref("names"),
        "per": _ref("names"),
        "ever": _YES,
        "before_today": _YES,
        "steps": {"type": "array", "items": _ref("step"), "minItems": 1},
    }


def _limits(kind: str, order: list[str]) -> Schema:
    """The keys that a kind takes, and those it cannot do without."""
    taken = {"title"} | {_yaml_key(key) for key in KINDS[kind].clauses}
    needed = [[_yaml_key(key) for key in group] for group in KINDS[kind].needs]
    if kind in PHRASES:
        phrase = PHRASES[kind]
        taken |= {*phrase.parts}
        needed.append(list(WINDOWS) if kind == "cap" else [phrase.parts[0]])
    choices = [group for group in needed if len(group) > 1]
    limits: Schema = {"required": [group[0] for group in needed if len(group) == 1]}
    # A cap has one window; of other choices several may be made.
    word = "oneOf" if kind == "cap" else "anyOf"
    for group in choices:
        limits[word] = [{"required": [key]} for key in group]
    limits["propertyNames"] = {"enum": [kind, *(key for key in order if key in taken)]}
    return limits


def _yaml_key(keyword: str) -> str:
    return "steps" if keyword == "step" else keyword


def _step_shapes() -> Schema:
    return {
        "step": _ref("name"),
        **_shapes(STEP),
        "where": _ref("phrase"),
    }


def _waiver() -> Schema:
    shapes = {
        "rule": _ref("name"),
        "until": _ref("phrase"),
        "because": _ref("text"),
        "approved_by": _ref("text"),
    }
    return _mapping(_described(texts.WAIVER_KEYS, shapes), list(shapes))


def _policy_keys() -> Schema:
    by_name = {"type": "object", "additionalProperties": _ref("phrases")}
    shapes = {
        "policy": _ref("name"),
        "title": _ref("text"),
        **_shapes(HEAD),
        "sources": _ref("texts"),
        "use": _ref("phrases"),
        "facts": by_name,
        "events": _ref("names"),
        "define": {"type": "object", "additionalProperties": _ref("phrase")},
        "tighten": by_name,
        "waive": {"type": "array", "items": _ref("waiver"), "minItems": 1},
        "rules": {"type": "array", "items": _ref("rule"), "minItems": 1},
    }
    return _described(texts.POLICY_KEYS, shapes)


def main() -> None:
    """Write the published file anew."""
    SCHEMA_FILE.parent.mkdir(parents=True, exist_ok=True)
    SCHEMA_FILE.write_text(write_schema(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
