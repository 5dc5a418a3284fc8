"""Erasing what somebody wrote for their courses, when their account is closed."""

from accounts.models import User
from courses.models import Reflection


def forget_coursework(*, user: User) -> None:
    """Erase what the person wrote for themselves. Repeats safely."""
    Reflection.objects.filter(enrolment__user=user).delete()
