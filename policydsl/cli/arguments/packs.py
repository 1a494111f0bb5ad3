"""The arguments of `policydsl packs`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common


def add(verbs: Verbs) -> None:
    """Add the verb."""
    packs = verbs.add_parser("packs", help="list the packs that are shipped, or show one")
    packs.add_argument("name", metavar="NAME", nargs="?", help="a pack, such as us.reg_f")
    packs.add_argument("--today", metavar="DATE", help="say what is in force on this date")
    add_common(packs)
