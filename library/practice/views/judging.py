"""The pages of judged practice: the rule, what was judged, judging and withdrawing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from library.catalogue.models import Record
from library.practice.actions.judging import judge_practice, withdraw_assessment
from library.practice.forms.judging import JudgeForm, WithdrawAssessmentForm
from library.practice.models import Assessment, case_studies
from library.practice.rule import CONDITIONS, STAGES
from library.practice.shown import practice_of, show_assessment
from library.practice.states import QUESTIONS, AssessmentState, Degree


@login_not_required
@require_safe
def practice_criteria(request: HttpRequest) -> HttpResponse:
    """Explain by which criteria and which rule case studies get their stage."""
    context = {
        "criteria": [(each.label, words) for each, words in QUESTIONS.items()],
        "degrees": Degree.labels,
        "stages": [(stage, [c.words for c in CONDITIONS if c.stage == stage]) for stage in STAGES],
    }
    return render(request, "library/practice/practice_criteria.html", context)


@login_not_required
@require_safe
def practice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what two editors judged of a case study, and what was judged of its earlier versions."""
    record = _find(pk)
    shown = Assessment.objects.of(record).published().with_judgements()
    assessments = list(shown.order_by("-settled_at", "-pk"))
    current = next(
        (a for a in assessments if a.is_settled and a.version_id == record.current_version_id),
        None,
    )
    context = {
        "record": record,
        "practice": practice_of(record, user=request.user),
        "shown": show_assessment(current) if current else None,
        "earlier": [show_assessment(each) for each in assessments if each is not current],
        "may_judge": allows(request.user, "library.judge", record),
        "names_judges": allows(request.user, "library.edit", record),
    }
    return render(request, "library/practice/practice_detail.html", context)


@reads_and_writes
def practice_judge(request: MemberRequest, pk: int) -> HttpResponse:
    """Judge a case study by the eight criteria; nobody sees it before the second judgement is given."""
    record = _find(pk)
    require(request.user, "library.judge", record)

    form = JudgeForm(posted(request))
    answer = save(
        request,
        form,
        lambda: judge_practice(
            record=record, judged=form.judged, by=request.user, at=timezone.now(), key=form.key
        ),
        to=("library:practice_detail", pk),
        said=_("Judgement submitted."),
    )
    context = {"record": record, "practice": practice_of(record, user=request.user)}
    return answer or show(request, "library/practice/practice_judge.html", form, context)


@reads_and_writes
def practice_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw the judgements of a case study, with a reason."""
    record = _find(pk)
    require(request.user, "library.judge", record)
    counting = Assessment.objects.of(record).exclude(state=AssessmentState.WITHDRAWN)
    assessment = get_object_or_404(counting.select_related("version").order_by("-pk")[:1])

    form = WithdrawAssessmentForm(posted(request))
    answer = save(
        request,
        form,
        lambda: withdraw_assessment(
            assessment=assessment, by=request.user, at=timezone.now(), **form.words
        ),
        to=("library:practice_detail", pk),
        said=_("Withdrawn. We have told the judges."),
    )
    return answer or show(
        request, "library/practice/practice_withdraw.html", form, {"record": record}
    )


def _find(pk: int) -> Record:
    return get_object_or_404(case_studies().with_creators(), pk=pk)
