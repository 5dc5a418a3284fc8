"""What the tests of safeguarding start from."""

import pytest

from accounts.roles import Role
from demo.factories.accounts import UserFactory


@pytest.fixture
def lead(db):
    return UserFactory(full_name="Lea Lead", roles=[Role.SAFEGUARDING_LEAD])
