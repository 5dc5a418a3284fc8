"""Pages on which members flag what somebody wrote."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from networks.actions.cases import flag
from networks.models import Discussion, Post
from networks.moderation.forms import FlagForm
from networks.views.common import find_discussion, find_post


@reads_and_writes
def post_flag(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Flag a post."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.flag", post)
    return _flag(request, post.discussion, post)


@reads_and_writes
def discussion_flag(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Flag a discussion as a whole."""
    discussion = find_discussion(request.user, slug, pk)
    require(request.user, "networks.flag", discussion)
    return _flag(request, discussion, None)


def _flag(request: MemberRequest, discussion: Discussion, post: Post | None) -> HttpResponse:
    form = FlagForm(posted(request))
    answer = save(
        request,
        form,
        lambda: flag(
            discussion=discussion,
            post=post,
            person=request.user,
            reason=form.cleaned_data["reason"],
            words=form.cleaned_data["details"],
            at=timezone.now(),
        ),
        # A discussion may be out of sight now.
        to=post or discussion.network,
        said=_("Thank you. A moderator will look at it, and we will tell you what they decide."),
    )
    context = {"discussion": discussion, "network": discussion.network, "post": post}
    return answer or show(request, "networks/flag.html", form, context)
