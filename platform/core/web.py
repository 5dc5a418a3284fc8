"""What many views need: numbered pages of a list, and forms that may be sent twice."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def paginate(request: HttpRequest, things: QuerySet, *, per_page: int = 20) -> Page:
    """Return the page that ``?page=`` asks for; nonsense shows the first, too far the last."""
    return Paginator(things, per_page).get_page(request.GET.get("page"))
