"""What is told before a deployment."""

import pytest

from accounts.system_checks import demo_is_off


@pytest.mark.parametrize(("is_on", "told"), [(True, ["accounts.W001"]), (False, [])])
def test_a_demo_in_production_is_told(settings, is_on, told):
    settings.DEMO = is_on

    assert [message.id for message in demo_is_off()] == told
