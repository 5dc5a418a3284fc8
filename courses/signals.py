"""Announcements of the courses."""

from django.dispatch import Signal

# Key: course_id. A first or a further release of the course can be learned from.
course_published = Signal()

# Key: enrolment_id. Everything in the release is done and the certificate exists.
course_completed = Signal()

# Key: programme_id. The programme is offered, or asks for something else than before.
programme_changed = Signal()

# Key: plan_id. The plan holds all it needs; it may be revised later, which is not announced again.
plan_finished = Signal()
