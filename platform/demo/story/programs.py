"""Chapter 8: a service and a learner's program, with tokens whose secrets nobody has."""

import datetime as dt
import uuid

from api.actions import add_service, make_service_token, make_token, revoke_token
from demo.story.stage import Stage


def connect(stage: Stage) -> None:
    """Add a service with a token, and tokens of a person: one that works, one that was revoked."""
    admin, editor, learner = (stage.people[key] for key in ("admin", "editor", "learner"))
    began = stage.ago(40)
    service = add_service(
        name="Reading room display",
        purpose="Shows the newest reports on the screens of the reading room.",
        contact=editor,
        scopes=["library:read", "lists:read"],
        by=admin,
        at=began,
    )
    key = uuid.uuid4()
    make_service_token(service=service, name="Both screens", days=365, by=admin, key=key, at=began)
    for name, days_ago in (("First try", 35), ("My bibliography", 30)):
        made = make_token(
            person=learner,
            name=name,
            scopes=["library:read", "lists:read"],
            days=180,
            key=uuid.uuid4(),
            at=stage.ago(days_ago),
        )
        if name == "First try":
            later = stage.ago(days_ago) + dt.timedelta(hours=2)
            revoke_token(token=made.token, by=learner, at=later)
