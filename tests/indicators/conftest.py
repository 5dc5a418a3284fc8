import pytest

from accounts.models import User
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.indicators import PlaceFactory
from library.vocabularies.models import Place


@pytest.fixture
def manager(db) -> User:
    return UserFactory(full_name="Dana Data", roles=[Role.DATA_MANAGER])


@pytest.fixture
def town(db) -> Place:
    return PlaceFactory(code="luton", name="Luton")
