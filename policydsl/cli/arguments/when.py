"""The arguments of `policydsl when`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common

_WHEN = (
    "Say when a contact may be made if nothing changes but the time, and why not earlier. "
    "With --days, draw the coming days, a row a day; svg and html are files for a report."
)


def add(verbs: Verbs) -> None:
    """Add the verb."""
    when = verbs.add_parser(
        "when",
        help="say when a contact may be made, in words or as a picture of the coming days",
        description=_WHEN,
    )
    when.add_argument("policy", metavar="POLICY", help="a policy file or folder")
    when.add_argument(
        "request",
        metavar="REQUEST",
        nargs="?",
        help="a JSON file; - (the default) is standard input",
    )
    when.add_argument("--horizon", metavar="DAYS", help="days to look ahead, 1 to 3660 (400)")
    when.add_argument("--days", metavar="N", help="draw today and the days after it, 1 to 62")
    when.add_argument("--zone", metavar="NAME", help="draw in this time zone, an IANA name")
    when.add_argument(
        "--channels", metavar="NAMES", help="also by these channels, such as sms,voice; or all"
    )
    add_common(when, ("text", "json", "svg", "html"))
