"""The table of organisations."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.tables.cells import Cell, link, number
from core.tables.layout import Column, Layout

ORGANISATIONS = Layout[Organisation](
    name="organisations",
    caption=_("Organisations"),
    columns=(
        Column(
            "name",
            _("Name"),
            lambda each: link(each.name, reverse("accounts:organisation_edit", args=[each.pk])),
            sort=("name",),
            is_wide=True,
        ),
        Column(
            "type",
            _("Type"),
            lambda each: Cell(each.get_kind_display()),
            sort=("kind", "name"),
        ),
        Column(
            "country",
            _("Country"),
            lambda each: Cell(each.country),
            sort=("country", "name"),
        ),
        Column(
            "identifier",
            _("ROR identifier"),
            lambda each: Cell(each.ror_id, written=each.ror_address),
            sort=("ror_id",),
            is_extra=True,
        ),
        Column(
            "people",
            _("Profiles"),
            lambda each: number(each.people),  # type: ignore[attr-defined]
            sort=("people",),
            is_descending=True,
            is_number=True,
            is_labelled=True,
        ),
    ),
    usual_sort="name",
)
