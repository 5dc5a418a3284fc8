"""The welcome form, which asks for profile and topics at once."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.forms.profiles import JobForm
from core.forms.bases import Helper
from core.forms.layouts import Field
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField
from library.vocabularies.models import Topic


class AboutWorkForm(JobForm):
    """About your work, with the topics to follow: they choose the reports on the first page one sees."""

    topics = TopicsField(
        label=_("Topics you work on"),
        required=False,
        help_text=_(
            "New reports on these topics appear on your home page. You can change them at any time."
        ),
    )

    def __init__(self, *args: Any, followed: Iterable[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].initial = [topic.code for topic in followed]

    @property
    def profile(self) -> dict[str, Any]:
        """The keyword arguments of ``save_profile``."""
        return {name: value for name, value in self.cleaned_data.items() if name != "topics"}

    @property
    def helper(self) -> Helper:
        helper = super().helper
        helper.layout.insert(4, Field("topics", template=TOPICS_TEMPLATE))
        return helper
