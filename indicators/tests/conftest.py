"""The small province of reports, for the tests of figures."""

import pytest

from reports.tests.world import make_world


@pytest.fixture
def world(db):
    """A database with the small province."""
    return make_world()
