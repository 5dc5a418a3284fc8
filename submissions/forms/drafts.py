"""The forms of authors."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.files.upload_limits import with_largest_size
from core.files.uploads import UploadRefused
from core.forms.bases import Form, Helper, KeyedForm
from core.forms.edit_conflicts import EditedElsewhere
from core.forms.layouts import Field, Fieldset, Layout, Submit
from core.refusals import Conflict, Refusal
from core.web.requests import key_of
from courses.models import ActionPlan
from library.catalogue.actions.checks import MAX_TOPICS
from library.catalogue.forms.type_fields import form_field, stored_value
from library.catalogue.type_fields import display_value
from library.gaps.models import EvidenceGap
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField
from submissions.actions.drafts import AlreadyStarted
from submissions.actions.submitting import problems_of
from submissions.content import SubmissionKind, fields_of
from submissions.forms.fields import PartialForm, save_bar
from submissions.models import Licence, Submission


class StartForm(KeyedForm):
    """What someone wants to send in, and the plan it grew out of.

    ``is_another`` when they know that something grew out of the plan before: the button then says so.
    """

    is_another = False

    kind = forms.ChoiceField(
        label=_("What do you want to submit?"),
        choices=SubmissionKind.choices,
        widget=forms.RadioSelect,
        initial=SubmissionKind.CASE_STUDY,
        error_messages={"required": _("Choose what you want to submit.")},
    )
    plan = forms.ModelChoiceField(
        ActionPlan.objects.none(),
        label=_("Start from an action plan"),
        help_text=_("We copy the text of the plan into the draft. The plan does not change."),
        required=False,
        empty_label=_("None: start with an empty draft"),
    )

    gap = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._author = author
        self.begun: list[Submission] = []
        plans = ActionPlan.objects.visible_to(author).newest_first()
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]

    def clean_gap(self) -> EvidenceGap | None:
        """Return the evidence gap that the work is about, if the author may still see it."""
        visible = EvidenceGap.objects.visible_to(self._author).select_related("topic")
        return visible.filter(pk=key_of(self.cleaned_data["gap"])).first()

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show the works that were started from the plan before, in place of an error."""
        if isinstance(refusal, AlreadyStarted):
            self.begun = refusal.works
        else:
            super().refuse(refusal)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        button = (
            Submit("another", _("Start another draft"), css_class="button-secondary")
            if self.is_another
            else Submit("start", _("Start a draft"))
        )
        helper.layout = Layout("form_key", "gap", "kind", "plan", button)
        return helper


class DraftForm(PartialForm):
    """The text of a submission, with the fields of its kind."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("Say what was done, where and for whom.")
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=2_000,
        help_text=_(
            "A few sentences in plain text, shown in lists and search results. Up to 2,000 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    place = forms.CharField(
        label=_("Place"), max_length=200, help_text=_("For example: Leeds, England.")
    )
    topics = TopicsField(
        label=_("Topics"),
        most=MAX_TOPICS,
        help_text=_("Choose one to six. We tell networks that share a topic about the work."),
    )
    licence = forms.ChoiceField(
        label=_("Licence"),
        choices=Licence.choices,
        widget=forms.RadioSelect,
        help_text=_("What others can do with the text once it is published."),
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(submission))
        super().__init__(*args, **kwargs)
        self.submission = submission
        self.own = fields_of(submission.kind)
        for field in self.own:
            self.fields[field.name] = form_field(field)
        self.fields["place"].required = submission.kind != SubmissionKind.REPORT
        # Fields added here came too late for the check of invisible characters.
        self.refuse_control_characters()

    @classmethod
    def of(cls, submission: Submission, *, is_asking: bool = False) -> "DraftForm":
        """Return the form as it is stored; asking, with an error beside each field that is still missing."""
        if not is_asking:
            return cls(submission=submission)
        form = cls(_as_data(submission), submission=submission)
        for name, ask in problems_of(submission).items():
            if not form.has_error(name):
                form.add_error(name, ask)
        return form

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show a save elsewhere beside the words, which are kept ready to be saved over it."""
        if not isinstance(refusal, EditedElsewhere):
            super().refuse(refusal)
            self.status = Conflict.status
            return
        self.conflict = self._saved_elsewhere(refusal.stored)
        if self.conflict:
            self.status = refusal.status
            self.renew("edit_number", refusal.stored.edit_number)

    def _saved_elsewhere(self, stored: Submission) -> list[tuple[StrOrPromise, str]]:
        answers, there = self.answers(), initial_of(stored)
        own = {field.name: field for field in fields_of(stored.kind)}
        differing = list[tuple[StrOrPromise, str]]()
        for name, answer in answers.items():
            theirs, label = there.get(name) or "", self.fields[name].label or ""
            if name == "topics":
                if {topic.code for topic in answer} != set(there["topics"]):
                    labels = ", ".join(topic.label for topic in stored.topics.all())
                    differing.append((label, labels))
            elif (answer or "") != theirs:
                words = display_value(own[name], theirs) if name in own else str(theirs)
                differing.append((label, words))
        return differing

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end cannot be before the start."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Return the cleaned values as they are stored."""
        return {name: stored_value(value) for name, value in super().answers().items()}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        address = reverse("submissions:submission_autosave", args=[self.submission.pk])
        helper.attrs |= {"data-draft": address}
        # The whole taxonomy is folded away until it is wanted.
        topics = Field("topics", template=TOPICS_TEMPLATE)
        helper.layout = Layout(
            "edit_number",
            Fieldset(_("Catalogue details"), "title", "summary", "place", topics),
            Fieldset(self.submission.get_kind_display(), *(field.name for field in self.own)),
            Fieldset(_("Reuse"), "licence"),
            save_bar(
                self.submission.saved_at,
                Submit("next", _("Save and continue")),
                Submit("save", _("Save draft"), css_class="button-secondary"),
            ),
        )
        return helper


def initial_of(submission: Submission) -> dict[str, Any]:
    """Return the initial values of the form of a stored draft."""
    return {
        **submission.values,
        "topics": [topic.code for topic in submission.topics.all()],
        "edit_number": submission.edit_number,
    }


def _as_data(submission: Submission) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in initial_of(submission).items()}


class CoAuthorForm(Form):
    """A co-author."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=100,
        error_messages={"required": _("Enter your co-author’s name.")},
    )
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("We email them when you submit the work. We never show the address."),
        error_messages={
            "required": _("Enter your co-author’s email address."),
            "invalid": _("Enter an email address, for example name@example.org."),
        },
    )
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        add = Submit("add", _("Add this co-author"), css_class="button-secondary")
        helper.layout = Layout("name", "email", "organisation", add)
        return helper


class FileForm(Form):
    """A file of the work; the action checks what it really is."""

    upload = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=200,
        help_text=with_largest_size(
            _("PDF, DOCX, ODT, XLSX, CSV, PNG or JPG, at most %(most)s MB, without a password.")
        ),
        error_messages={"required": _("Choose a file.")},
    )

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show beside its field why a file cannot be taken."""
        if isinstance(refusal, UploadRefused):
            self.add_error("upload", refusal)
        else:
            super().refuse(refusal)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        add = Submit("add", _("Add this file"), css_class="button-secondary")
        helper.layout = Layout("upload", add)
        return helper


class SubmitForm(Form):
    """The consent and note on the last page before submitting."""

    note = forms.CharField(
        label=_("Note to the editor"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For example, what you changed and where you disagreed."),
    )
    consent = forms.BooleanField(
        label=_(
            "All authors agree to publish the work in the library under the licence above, and "
            "people who "
            "can be recognised in it agreed too."
        ),
        error_messages={"required": _("Confirm that all authors agree, or wait until they do.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("note", "consent", Submit("send", _("Send to the editors")))
        return helper


class WithdrawSubmissionForm(Form):
    """Why a work is taken back, if its author wants to say."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The editor reads it."),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "reason", Submit("withdraw", _("Withdraw the submission"), css_class="button-danger")
        )
        return helper
