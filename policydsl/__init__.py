"""policydsl: contact rules (quiet hours, caps, consent, ladders) written once and evaluated."""

from policydsl._version import __version__

__all__ = ["__version__"]
