"""Who asks for the pages."""

import pytest

from accounts.tests.factories import UserFactory


@pytest.fixture
def office(client):
    """Somebody of the office, signed in at ``client``."""
    user = UserFactory(office=True)
    client.force_login(user)
    return user


@pytest.fixture
def officer(client):
    """A local officer, signed in at ``client``."""
    user = UserFactory(local_officer=True)
    client.force_login(user)
    return user
