"""The topics that a person follows."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from library.vocabularies.actions.interests import follow_topics
from library.vocabularies.forms.interests import InterestsForm
from library.vocabularies.models import Topic


@reads_and_writes
def interests(request: MemberRequest) -> HttpResponse:
    """Choose the topics from which my home and my summary bring new records."""
    followed = Topic.objects.filter(interests__user=request.user)
    form = InterestsForm(
        posted(request),
        initial={"topics": list(followed.values_list("code", flat=True))},
    )
    answer = save(
        request,
        form,
        lambda: follow_topics(user=request.user, topics=form.cleaned_data["topics"]),
        to="library:interests",
        said=_("Topics saved."),
    )
    return answer or show(request, "library/vocabularies/interests.html", form)
