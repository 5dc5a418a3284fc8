"""Who may do what with briefs."""

from briefs.models import Brief
from briefs.models.briefs import is_brief_editor
from core.permissions import rule
from core.types import Person


@rule("briefs.write")
def may_write(user: Person, _thing: object = None) -> bool:
    """Everyone with an account writes briefs for themselves."""
    return user.is_authenticated


@rule("briefs.edit")
def may_edit(user: Person, brief: Brief) -> bool:
    """Change a brief: its author, and editors once they were asked to publish it."""
    if not user.is_authenticated or brief.is_withdrawn:
        return False
    is_asked = brief.offered_at is not None or brief.is_published
    return brief.author_id == user.pk or (is_asked and is_brief_editor(user))


@rule("briefs.delete_draft")
def may_delete_draft(user: Person, brief: Brief) -> bool:
    """Delete a draft: its author alone while nothing was published, then whoever may change it."""
    return may_edit(user, brief) and (brief.is_published or brief.author_id == user.pk)


@rule("briefs.publish")
def may_publish(user: Person, brief: Brief) -> bool:
    """Publish and withdraw: editors."""
    return is_brief_editor(user) and may_edit(user, brief)


@rule("briefs.add_to_library")
def may_add_to_library(user: Person, brief: Brief) -> bool:
    """Make a record of a published brief that has none: editors."""
    return may_publish(user, brief) and brief.is_published and brief.record_id is None


@rule("briefs.edit_any")
def may_edit_any(user: Person, _thing: object = None) -> bool:
    """Use the list of briefs that editors were asked to publish."""
    return is_brief_editor(user)
