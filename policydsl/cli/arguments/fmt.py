"""The arguments of `policydsl fmt`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common


def add(verbs: Verbs) -> None:
    """Add the verb."""
    fmt = verbs.add_parser("fmt", help="write policies in their canonical layout")
    fmt.add_argument(
        "paths", nargs="+", metavar="PATH", help="policy files or folders; - is standard input"
    )
    fmt.add_argument("--check", action="store_true", help="write nothing; 1 if a file would change")
    fmt.add_argument("--diff", action="store_true", help="write nothing; print what would change")
    fmt.add_argument(
        "--to", choices=("policy", "yaml"), help="print one file in this spelling, comments and all"
    )
    fmt.add_argument("--name", metavar="FILE", help="what to call standard input; .yaml is YAML")
    fmt.add_argument("--yaml", action="store_true", help="standard input is YAML")
    add_common(fmt)
