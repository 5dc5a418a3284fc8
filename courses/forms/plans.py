"""Writing an action plan and what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, Helper, KeyedForm
from core.forms.layouts import ButtonHolder, Field, Fieldset, Included, Layout, Submit
from core.refusals import Refusal
from courses.forms.baselines import FigureField
from courses.models import ActionPlan, PlanBaseline
from courses.refusals import PlanNotWhole
from library.catalogue.actions.checks import MAX_TOPICS
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField

_FOUR_LINES = forms.Textarea(attrs={"rows": 4})


class StartPlanForm(KeyedForm):
    """The button that starts a plan, with its form key."""


class PlanForm(EditForm):
    """The text of a plan, complete or not; ``finish_plan`` knows what it needs."""

    class Meta:
        model = ActionPlan
        fields = ActionPlan.WORDS
        labels = {
            "title": _("Name of the plan"),
            "place": _("Which place is it for?"),
            "group": _("Which group of people?"),
            "inequality": _("Which inequality do you want to change?"),
            "trial": _("What will you try?"),
            "partners": _("Who will you work with?"),
            "measure": _("How will you measure whether it works?"),
            "review_on": _("When will you check the result?"),
        }
        help_texts = {
            "title": _("A short name that you and others will recognise."),
            "place": _("A neighbourhood, town, region, service or organisation."),
            "group": _("For example: babies born in the most deprived fifth of areas."),
            "inequality": _("Say how large it is now, and who you compare with."),
            "trial": _("One thing you can start with the resources you have."),
            "partners": _("People and organisations you need, and what you need from each."),
            "measure": _("The number you will track, its source, and its value today."),
            "review_on": _("Six weeks to a year from now works well for most plans."),
        }
        widgets = {
            "inequality": _FOUR_LINES,
            "trial": forms.Textarea(attrs={"rows": 6}),
            "partners": _FOUR_LINES,
            "measure": _FOUR_LINES,
            "review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {"review_on": {"invalid": _("Enter a real day, such as 27 March 2027.")}}

    topics = TopicsField(
        label=_("Topics of the plan"),
        most=MAX_TOPICS,
        required=False,
        help_text=_("We use them to suggest mentors and networks. Choose up to six."),
    )

    def __init__(self, *args: Any, autosave: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.autosave = autosave
        self.fields["topics"].initial = list(self.instance.topics.all())

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show beside each field what the plan lacks to be finished; any other refusal as every form does."""
        if not isinstance(refusal, PlanNotWhole):
            super().refuse(refusal)
            return
        for name, text in refusal.errors.items():
            self.add_error(name, str(text))

    @property
    def words(self) -> dict[str, Any]:
        """Return the text that was typed, by the names of ``ActionPlan.WORDS``."""
        return {name: self.cleaned_data[name] for name in ActionPlan.WORDS}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        buttons: list[Any] = [Submit("finish", _("Finish the plan"))]
        if self.instance.is_finished:
            buttons = [Submit("save", _("Save the revised plan"))]
        else:
            helper.attrs["data-draft"] = self.autosave
            buttons.append(Submit("save", _("Save draft"), css_class="button-secondary"))
        helper.layout = Layout(
            "edit_number",
            "title",
            Fieldset(_("Starting point"), *_needed("place", "group", "inequality")),
            Fieldset(_("Your action"), *_needed("trial", "partners")),
            Fieldset(_("Measuring the result"), *_needed("measure", "review_on")),
            Field("topics", template=TOPICS_TEMPLATE),
            Included("components/autosave.html", "saved_at"),
            ButtonHolder(*buttons),
        )
        return helper


def _needed(*names: str) -> list[Field]:
    """Lay out fields that may wait while the plan is a draft, and yet are not optional."""
    return [Field(name, says_optional=False) for name in names]


class OutcomeForm(KeyedForm):
    """The outcome of a plan."""

    happened = forms.CharField(
        label=_("What happened?"),
        help_text=_("What you did, what helped and what got in the way."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Describe what happened.")},
    )
    change = forms.CharField(
        label=_("What changed in your measure?"),
        help_text=_("The value then and now. “No change” is a result too."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    value = FigureField(label=_("What is the value now?"), required=False)
    shares_outcomes = forms.BooleanField(
        label=_("Show the outcomes of this plan to people I share it with"),
        required=False,
        help_text=_(
            "Members of networks and the mentor you share the plan with. You can change this on its page."
        ),
    )

    def __init__(self, *args: Any, baseline: PlanBaseline | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if baseline is None:
            del self.fields["value"]
            return
        field = self.fields["value"]
        assert isinstance(field, FigureField)  # noqa: S101  (tells the type checker)
        field.unit = baseline.unit
        words = {"start": baseline.number(baseline.value), "target": baseline.target_in_words}
        field.label = gettext("%(measure)s now") % {"measure": baseline.measure_name}
        if baseline.unit:
            field.label = gettext("%(measure)s now, in %(unit)s") % {
                "measure": baseline.measure_name,
                "unit": baseline.unit,
            }
        field.help_text = (
            gettext("It was %(start)s at the start; your target is %(target)s.") % words
            if baseline.target_in_words
            else gettext("It was %(start)s at the start.") % words
        ) + gettext(" Leave it empty if there is no new figure yet.")

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show beside the value why it cannot be taken; any other refusal as every form does."""
        if isinstance(refusal, PlanNotWhole) and "value" in self.fields:
            self.add_error("value", str(refusal.errors.get("value", refusal)))
        else:
            super().refuse(refusal)

    @property
    def outcome(self) -> dict[str, Any]:
        """Return what is recorded: what happened, the change in words, and the value."""
        names = ("happened", "change", "value")
        return {name: self.cleaned_data.get(name) for name in names}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        value = ["value"] if "value" in self.fields else []
        helper.layout = Layout(
            "form_key",
            "happened",
            *value,
            "change",
            "shares_outcomes",
            Submit("record", _("Record the outcome")),
        )
        return helper
