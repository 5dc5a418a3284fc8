"""Choosing the topics that a person follows."""

from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from library.vocabularies.forms.topics import TopicsField


class InterestsForm(Form):
    """The topics that a person follows. None is an answer too."""

    topics = TopicsField(
        label=_("Topics"),
        required=False,
        help_text=_("A broad topic includes all its subtopics."),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("topics", Submit("save", _("Save my topics")))
        return helper
