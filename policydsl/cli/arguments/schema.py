"""The arguments of `policydsl schema`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common


def add(verbs: Verbs) -> None:
    """Add the verb."""
    schema = verbs.add_parser("schema", help="print the JSON Schema of the requests a policy needs")
    schema.add_argument("policy", metavar="POLICY", help="a policy file or folder")
    add_common(schema)
