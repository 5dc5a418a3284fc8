"""Pages on which editors keep the tree of places."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from library.catalogue.states import RecordState
from library.vocabularies.actions.places import add_place, correct_place
from library.vocabularies.forms.places import PlaceForm, place_as_typed
from library.vocabularies.models import Place


@reads_and_writes
def place_list(request: MemberRequest) -> HttpResponse:
    """See the tree with how many records are about each place, and add one."""
    require(request.user, "library.edit")

    asked = request.GET.get("in", "")
    form = PlaceForm(posted(request), initial={"parent": asked})
    answer = save(
        request,
        form,
        lambda: add_place(
            name=form.cleaned_data["name"],
            parent=form.cleaned_data["parent"],
            also=form.cleaned_data["other_names"],
        ),
        to="library:place_list",
        said=lambda place: _("%(place)s added.") % {"place": place.name},
    )
    published = Count("records", filter=Q(records__state=RecordState.PUBLISHED))
    places = Place.objects.in_order().select_related("parent").annotate(record_count=published)
    return answer or show(request, "library/vocabularies/place_list.html", form, {"places": places})


@reads_and_writes
def place_edit(request: MemberRequest, code: str) -> HttpResponse:
    """Correct the name of a place, its other names and where it lies."""
    require(request.user, "library.edit")
    place = get_object_or_404(Place.objects.select_related("parent"), code=code)

    name = place.name
    form = PlaceForm(posted(request), instance=place, initial=place_as_typed(place))
    answer = save(
        request,
        form,
        lambda: correct_place(
            place=place,
            name=form.cleaned_data["name"],
            parent=form.cleaned_data["parent"],
            also=form.cleaned_data["other_names"],
            edit_number=form.opened_at,
        ),
        to="library:place_list",
        said=_("Place saved."),
    )
    context = {"place": place, "name": name}
    return answer or show(request, "library/vocabularies/place_edit.html", form, context)
