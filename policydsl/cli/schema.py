"""`policydsl schema`: the integrator's contract, as a JSON Schema."""

from __future__ import annotations

import sys
from argparse import Namespace

from policydsl.api import load
from policydsl.cli.output import exit_code, print_diagnostics, print_json
from policydsl.errors import PolicyError


def run(options: Namespace) -> int:
    """Print the schema of exactly the facts that the policy reads."""
    try:
        policy = load(options.policy)
    except PolicyError as error:
        print_diagnostics(error.diagnostics, options.lang, options.format == "json", sys.stderr)
        return exit_code(error.diagnostics)
    print_json(policy.schema())
    return 0
