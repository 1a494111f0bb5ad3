"""The arguments of `policydsl ledger verify`, `archive` and `forget`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common

_VERIFY = (
    "Verify the records of decisions: follow every chain of hashes, decide every record again and "
    "compare byte for byte, and look for each reservation's record and each record's reservation."
)
_ARCHIVE = (
    "Move old records out of a ledger into files. What was written is verified before anything is "
    "removed; the chains go on, and `verify --archive` follows them through both."
)
_FORGET = (
    "Destroy the key under which a person is hidden in records. The records stay and still verify; "
    "nobody can tell any more that they are about this person."
)


def add(subverbs: Verbs) -> None:
    """Add the sub-verbs."""
    _add_verify(subverbs)
    _add_archive(subverbs)
    _add_forget(subverbs)


def _add_verify(subverbs: Verbs) -> None:
    verify = subverbs.add_parser(
        "verify", help="verify the records of decisions", description=_VERIFY
    )
    verify.add_argument("url", metavar="URL", help="the ledger")
    verify.add_argument(
        "--policy",
        metavar="PATH",
        dest="policies",
        action="append",
        nargs="+",
        required=True,
        help="a policy that decided, as it was loaded then; once for each version",
    )
    verify.add_argument(
        "--archive",
        metavar="DIR",
        dest="archives",
        action="append",
        default=[],
        help="a folder of archived records; may be repeated",
    )
    verify.add_argument("--heads", metavar="FILE", help="heads of lanes that were noted earlier")
    verify.add_argument(
        "--write-heads",
        metavar="FILE",
        help="note the heads of all lanes, when nothing is wrong; keep FILE elsewhere",
    )
    add_common(verify)


def _add_archive(subverbs: Verbs) -> None:
    archive = subverbs.add_parser(
        "archive", help="move old records into files", description=_ARCHIVE
    )
    archive.add_argument("url", metavar="URL", help="the ledger")
    archive.add_argument(
        "--before", metavar="INSTANT", required=True, help="move what was decided before this"
    )
    archive.add_argument("--to", metavar="DIR", dest="folder", required=True, help="the folder")
    add_common(archive)


def _add_forget(subverbs: Verbs) -> None:
    forget = subverbs.add_parser(
        "forget", help="destroy the key that hides a person", description=_FORGET
    )
    forget.add_argument("person", metavar="PERSON", help="the person's id")
    forget.add_argument("--keys", metavar="FILE", required=True, help="the file of keys")
    add_common(forget)
