"""Hypothesis on machines of any speed, and a PostgreSQL server for the tests that want one.

An example of Hypothesis takes the time that it takes. The server is started by the first test of a
run that asks for it, and ends with the run; each test has a schema of its own.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def postgresql_programs() -> None:
    """Fails where no server can be started, or skips if that was asked for."""
    try:
        postgres.programs()
    except postgres.NoServerError as error:
        if postgres.may_be_left_out():
            pytest.skip(str(error))
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def postgresql_server(
    postgresql_programs: None, tmp_path_factory: pytest.TempPathFactory
) -> postgres.Server:
    """The server of all tests of this run. It does not wait for the disk; do not stop it."""
    base = tmp_path_factory.getbasetemp()
    return postgres.shared_server(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture
def postgresql_url(postgresql_server: postgres.Server) -> str:
    """The URL of a ledger that is not there yet, and nobody else uses."""
    return postgresql_server.new_url()
