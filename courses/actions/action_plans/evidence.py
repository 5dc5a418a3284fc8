"""The evidence of an action plan, chosen by its owner from the library."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import ActionPlan, PlanEvidence
from courses.refusals import CannotBeCited
from library.catalogue.models import Record, Version

MOST_EVIDENCE = 20


@transaction.atomic
def add_evidence(*, plan: ActionPlan, record: Record, note: str, at: dt.datetime) -> PlanEvidence:
    """Add the newest version of the record as evidence, with a note on how it supports the plan.

    What it rests on already takes the note and keeps its version, so this repeats safely. Raises
    ``CannotBeCited`` for a new record that readers cannot open, and after ``MOST_EVIDENCE`` works.
    """
    plan = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    there = PlanEvidence.objects.filter(plan=plan)
    earlier = there.filter(version__record=record).first()
    if earlier is not None:
        earlier.note = note
        earlier.save(update_fields=["note"])
        return earlier
    record = Record.objects.select_related("current_version").get(pk=record.pk)
    if not record.is_published or record.current_version is None:
        raise CannotBeCited(_("This record is no longer in the library."))
    if there.count() >= MOST_EVIDENCE:
        most = {"most": MOST_EVIDENCE}
        raise CannotBeCited(_("A plan can cite at most %(most)s works. Remove one first.") % most)
    return PlanEvidence.objects.create(
        plan=plan, version=record.current_version, note=note, added_at=at
    )


def use_newer_version(*, evidence: PlanEvidence, version: Version) -> None:
    """Replace the cited version by this newer one of the same record; the note stays. Repeats safely."""
    PlanEvidence.objects.filter(pk=evidence.pk).update(version=version, looked_at=None)


def keep_cited_version(*, evidence: PlanEvidence, version: Version) -> None:
    """Keep the cited version although there is this newer one. Repeats safely."""
    PlanEvidence.objects.filter(pk=evidence.pk).update(looked_at=version)


def remove_evidence(*, plan: ActionPlan, record_id: int) -> None:
    """Remove the record from the evidence of the plan. Repeats safely."""
    PlanEvidence.objects.filter(plan=plan, version__record=record_id).delete()
