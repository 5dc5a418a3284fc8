"""Addresses that are worked out once."""

from django.urls import reverse

from core.addresses import addresses_by_key


def test_the_addresses_of_rows_are_those_that_django_gives_each():
    graded = addresses_by_key("courses:grade_change", "a-course", 7, after=("lesson-3",))
    learner = addresses_by_key("courses:learner_grades", "a-course", 7)

    for key in (1, 40, 12_345):
        assert graded(key) == reverse("courses:grade_change", args=["a-course", 7, key, "lesson-3"])
        assert learner(key) == reverse("courses:learner_grades", args=["a-course", 7, key])
