"""The indicators part of the personal data export."""

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from indicators.calculator.models import DataSet
from indicators.catalogue.models import Follow, Indicator, Release
from indicators.importing.models import DataImport


@export_part("indicators")
def figures_of(user: User) -> DataPart:
    """Return what the person follows, and the indicators, releases and imports that they made."""
    followed = Follow.objects.filter(user=user).order_by("since", "pk")
    made = Indicator.objects.filter(created_by=user).order_by("pk")
    releases = Release.objects.filter(created_by=user).order_by("pk")
    imports = DataImport.objects.filter(started_by=user).order_by("started_at", "pk")
    return DataPart(
        data={
            "followed": list(followed.values("indicator__name", "place__name", "since")),
            "indicators": list(made.values("code", "name", "created_at")),
            "releases": list(releases.values("title", "state", "created_at")),
            "imports": list(imports.values("name", "state", "started_at")),
        }
    )


@export_part("data_sets")
def data_sets_of(user: User) -> DataPart:
    """Return the figures that the person saved from the calculator, as its address has them."""
    saved = DataSet.objects.visible_to(user).order_by("pk")
    return DataPart(
        data={"data_sets": list(saved.values("name", "query", "created_at", "changed_at"))}
    )
