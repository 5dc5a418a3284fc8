"""Finding the indicator to take figures from."""

from django.core.paginator import Page
from django.db.models import Q
from django.http import HttpRequest

from core.web.requests import paginate
from courses.forms.excerpts import FindIndicatorForm
from indicators.catalogue.models import Indicator

_ON_A_PAGE = 20


def indicator_named(request: HttpRequest) -> Indicator | None:
    """Return the published indicator that the address names, or nothing."""
    code = request.GET.get("indicator", "")
    return Indicator.objects.listed().filter(code=code[:60]).first() if "\0" not in code else None


def indicators_found(request: HttpRequest) -> tuple[FindIndicatorForm, Page[Indicator]]:
    """Return the published indicators with these words in their names, and the form that asks for them."""
    form = FindIndicatorForm(request.GET or None)
    words = form.cleaned_data["q"].split()[:8] if form.is_valid() else []
    found = Indicator.objects.listed()
    for word in words:
        found = found.filter(Q(name__icontains=word) | Q(code__icontains=word))
    return form, paginate(request, found.by_name(), per_page=_ON_A_PAGE)
