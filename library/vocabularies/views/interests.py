"""The topics that a person follows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.types import MemberRequest
from core.web import posted, reads_and_writes
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
    if form.is_valid():
        follow_topics(user=request.user, topics=form.cleaned_data["topics"])
        messages.success(request, _("Your topics are saved."))
        return redirect("library:interests")
    return render(request, "library/vocabularies/interests.html", {"form": form})
