"""The arguments of `policydsl check`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common

_CHECK = (
    "Read policies and report everything that is wrong, and what the lints find. Settings stand in "
    "policydsl.toml, here or in a folder above."
)


def add(verbs: Verbs) -> None:
    """Add the verb."""
    check = verbs.add_parser(
        "check", help="read policies and report everything that is wrong", description=_CHECK
    )
    check.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="policy files or folders; - is standard input; without any, the paths of the settings",
    )
    check.add_argument(
        "--today", metavar="DATE", help="the date on which waivers must not have expired"
    )
    check.add_argument(
        "--fail-on",
        choices=("error", "warning", "note"),
        default="warning",
        metavar="LEVEL",
        help="exit with 1 for findings of this level: error, warning (the default) or note",
    )
    check.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep results of earlier runs"
    )
    add_common(check, ("text", "json", "sarif", "junit", "github"))
