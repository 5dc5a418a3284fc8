"""What I want to be told of each of my networks."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from networks.actions.news import choose_news
from networks.forms.networks import NewsForm
from networks.models import Membership


@reads_and_writes
def news_settings(request: MemberRequest) -> HttpResponse:
    """Choose for each of my networks: everything, only mentions, or nothing."""
    mine = Membership.objects.active().filter(user=request.user)
    memberships = list(mine.select_related("network").order_by("network__name", "pk"))
    form = NewsForm(posted(request), memberships=memberships)
    answer = save(
        request,
        form,
        lambda: choose_news(user=request.user, choices=form.choices),
        to="networks:news_settings",
        said=_("Notifications of your networks saved."),
    )
    return answer or show(
        request, "networks/news_settings.html", form, {"has_networks": bool(memberships)}
    )
