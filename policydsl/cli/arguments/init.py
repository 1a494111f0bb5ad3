"""The arguments of `policydsl init`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common


def add(verbs: Verbs) -> None:
    """Add the verb."""
    init = verbs.add_parser(
        "init", help="start a project: a policy, its tests, a CI step and editor settings"
    )
    init.add_argument("folder", nargs="?", default=".", metavar="DIR", help="the folder (.)")
    init.add_argument(
        "--name", metavar="NAME", help="what the policy's name begins with (the folder's name)"
    )
    add_common(init)
