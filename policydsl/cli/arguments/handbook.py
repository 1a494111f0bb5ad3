"""The arguments of `policydsl handbook`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs

_HANDBOOK = (
    "Write a policy as a document that people read and sign: every rule in prose made from what "
    "the evaluator runs, with pictures of weeks and ladders and with computed examples."
)


def add(verbs: Verbs) -> None:
    """Add the verb."""
    handbook = verbs.add_parser(
        "handbook",
        help="write a policy as a document in prose, to read and to sign",
        description=_HANDBOOK,
    )
    handbook.add_argument("policy", metavar="POLICY", help="a policy file or folder")
    handbook.add_argument(
        "--format", choices=("html", "markdown"), default="html", help="html or markdown (html)"
    )
    handbook.add_argument("--output", metavar="FILE", help="write there, not to standard output")
    handbook.add_argument(
        "--day",
        metavar="DATE",
        help="compute pictures and examples round this date (the day the policy comes into force)",
    )
    handbook.add_argument(
        "--packs", action="store_true", help="describe the rules of used policies in full too"
    )
    handbook.add_argument("--lang", choices=("en", "zh"), default="en", help="English or Chinese")
