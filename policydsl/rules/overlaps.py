"""Checks over all steps of a ladder: names, circles, and contacts that two steps would take."""

from __future__ import annotations

from policydsl.core.formula import All, Compare, Formula, Not
from policydsl.core.policy import Step
from policydsl.rules.environment import Environment
from policydsl.syntax import tree


def check_steps(nodes: tuple[tree.Step, ...], steps: tuple[Step, ...], env: Environment) -> None:
    """Report double names, `after` conditions that go in a circle, and ambiguous steps."""
    _check_names(nodes, env)
    _check_circles(nodes, steps, env)
    if env.vocabulary.lookup("proposal.step") is not None:
        return
    for later, step in enumerate(steps):
        for earlier in range(later):
            shared = step.channels & steps[earlier].channels
            if shared and not are_disjoint(step.owns, steps[earlier].owns):
                env.report(
                    "E422",
                    nodes[later].name.span,
                    helps=("where", "declare"),
                    labels=((nodes[earlier].name.span, "other"),),
                    name=step.name,
                    other=steps[earlier].name,
                    channel=min(shared),
                )
                break


def _check_names(nodes: tuple[tree.Step, ...], env: Environment) -> None:
    first: dict[str, tree.Step] = {}
    for node in nodes:
        other = first.setdefault(node.name.text, node)
        if other is not node:
            labels = ((other.name.span, "first"),)
            env.report("E423", node.name.span, labels=labels, name=node.name.text)


def _check_circles(nodes: tuple[tree.Step, ...], steps: tuple[Step, ...], env: Environment) -> None:
    """A step that waits, through others, for itself never opens."""
    waits = {
        step.name: {one.step for alternatives in step.after for one in alternatives}
        for step in steps
    }
    for node in nodes:
        name = node.name.text
        reached: set[str] = set()
        waiting = set(waits[name])
        while waiting:
            other = waiting.pop()
            if other not in reached:
                reached.add(other)
                waiting |= waits.get(other, set())
        if name in reached:
            env.report("E424", node.name.span, helps=("after",), name=name)
            return


def are_disjoint(one: Formula, other: Formula) -> bool:
    """Whether two filters demand different values of the same field, so that none meets both."""
    left, right = _demands(one), _demands(other)
    return (
        any(not (left[path] & right[path]) for path in left.keys() & right.keys())
        or any(_excludes(one, path, values) for path, values in right.items())
        or any(_excludes(other, path, values) for path, values in left.items())
    )


def _demands(formula: Formula) -> dict[str, frozenset[object]]:
    """The values that each field must have, for the fields pinned down."""
    match formula:
        case Compare(path, "eq", value) if not hasattr(value, "path"):
            return {path: frozenset((value,))}
        case Compare(path, "in", frozenset() as values):
            return {path: frozenset(values)}
        case All(operands):
            found: dict[str, frozenset[object]] = {}
            for operand in operands:
                for path, values in _demands(operand).items():
                    found[path] = found[path] & values if path in found else values
            return found
        case _:
            return {}


def _excludes(formula: Formula, path: str, values: frozenset[object]) -> bool:
    """Whether a filter rules out all these values of a field."""
    match formula:
        case Not(operand):
            demanded = _demands(operand)
            return demanded.keys() == {path} and values <= demanded[path]
        case All(operands):
            return any(_excludes(operand, path, values) for operand in operands)
        case _:
            return False
