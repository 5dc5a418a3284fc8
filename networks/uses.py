"""Which discussions share a record, or a plan that rests on it."""

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from core.types import Person
from courses.models import PlanEvidence
from library.catalogue.models import Record
from library.catalogue.uses import Rows, Use, UseRow, record_uses, use_rows
from networks.models import Discussion, Network, Post
from networks.states import PostState


def _discussion(row: UseRow) -> Use:
    label = _("Discussion “%(discussion)s” in %(network)s")
    post = Post(
        number=row.number, discussion=Discussion(pk=row.key, network=Network(slug=row.place))
    )
    return Use(
        label % {"discussion": row.title, "network": row.within}, post.get_absolute_url(), row.at
    )


@record_uses("networks", show=_discussion)
def discussions_of(user: Person, record: Record) -> Rows | None:
    """The discussions of the reader's own networks that share it, each at its latest place."""
    if not user.is_authenticated:
        return None
    plans = PlanEvidence.objects.of(record).values("plan")
    shown = Post.objects.filter(
        Q(record=record) | Q(record__replaced_by=record) | Q(plan__in=plans),
        state=PostState.SHOWN,
        discussion__in=Discussion.objects.visible_to(user),
    )
    return use_rows(
        "networks",
        shown.values("discussion"),
        at=Max("created_at"),
        key=F("discussion"),
        number=Max("number"),
        title=F("discussion__title"),
        within=F("discussion__network__name"),
        place=F("discussion__network__slug"),
    )
