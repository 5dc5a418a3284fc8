"""What the measures are compared with."""

from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def sm() -> ModuleType:
    """Return statsmodels. It takes seconds to load: only the process that compares pays for it."""
    import statsmodels.api

    return statsmodels.api
