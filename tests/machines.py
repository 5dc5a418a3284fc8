"""State machines whose examples leave nothing behind."""

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine


class UndoneMachine(RuleBasedStateMachine):
    """Takes back what each example wrote, so that the next begins where nothing is yet.

    Django's and Hypothesis' test cases take back what all examples wrote together: in one example rows of another would
    be there, of which the clock of this one knows nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._example = transaction.atomic()
        self._example.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._example.__exit__(None, None, None)
