"""Inviting people to write a course, asking for a review, deciding it, and commenting on a lesson."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.profiles.visibility import found_by_name
from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import ButtonHolder, Layout, Submit
from core.refusals import Refusal
from courses.actions.authoring.reviews import ChangedMeanwhile
from courses.states import AuthorRole

_FOUND_AT_MOST = 10


class InviteAuthorForm(Form):
    """A person, by name or address, and the role. Where several have the name, they are shown to choose from."""

    who = forms.CharField(
        label=_("Name or email address"),
        max_length=200,
        help_text=_("The person needs an account here."),
        error_messages={"required": _("Enter a name or an email address.")},
    )
    person = forms.ChoiceField(label=_("Which person?"), widget=forms.RadioSelect, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (AuthorRole.AUTHOR, _("Author: writes the draft and publishes it")),
            (AuthorRole.REVIEWER, _("Reviewer: reads the draft, comments and approves")),
        ],
        initial=AuthorRole.AUTHOR,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.found: Sequence[User] = (
            self._found(str(self.data.get("who", ""))) if self.is_bound else []
        )
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101  (declared above)
        chosen.choices = [(str(each.pk), self._name(each)) for each in self.found]
        if len(self.found) < 2:
            del self.fields["person"]

    def _found(self, text: str) -> list[User]:
        text = " ".join(text.replace("\0", "").split())
        if "@" in text:
            return list(User.objects.open().filter(email__iexact=text)[:1])
        people: QuerySet[User] = found_by_name(self.by, text) if text else User.objects.none()
        people = people.exclude(pk=self.by.pk).select_related("profile__organisation")
        found = list(people.order_by("full_name", "pk")[: _FOUND_AT_MOST + 1])
        exact = [each for each in found if each.full_name.casefold() == text.casefold()]
        return exact if len(exact) == 1 else found

    @staticmethod
    def _name(person: User) -> str:
        profile = getattr(person, "profile", None)
        about = getattr(profile, "organisation", None)
        return f"{person.full_name}, {about}" if about else str(person.full_name)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.has_error("who") or self.has_error("person"):
            return cleaned
        if not self.found:
            self.add_error(
                "who", _("We found nobody. Check the spelling, or enter the email address.")
            )
        elif len(self.found) > _FOUND_AT_MOST:
            self.add_error("who", _("Many people have this name. Enter the email address."))
        elif len(self.found) > 1 and not cleaned.get("person"):
            self.add_error("person", _("Choose the person you mean."))
        return cleaned

    @property
    def chosen(self) -> User:
        """Return the person; for a valid form."""
        named = self.cleaned_data.get("person")
        return next(each for each in self.found if not named or str(each.pk) == named)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        names = [name for name in ("who", "person", "role") if name in self.fields]
        helper.layout = Layout(*names, Submit("invite", _("Invite")))
        return helper


class AskForReviewForm(Form):
    """Who is to review the draft, and a few words."""

    reviewer = forms.ChoiceField(
        label=_("Reviewer"), error_messages={"required": _("Choose who reviews the draft.")}
    )
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=2_000,
        help_text=_("For example, by when you need it and what to look at first."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        field = self.fields["reviewer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = [(pk, person.full_name) for pk, person in self.people.items()]

    @property
    def chosen(self) -> User:
        """Return the reviewer; for a valid form."""
        return self.people[self.cleaned_data["reviewer"]]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("reviewer", "message", Submit("ask", _("Ask for the review")))
        return helper


class DecideReviewForm(Form):
    """What the reviewer says about the whole draft, and which text they read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(
        label=_("To the authors"),
        required=False,
        max_length=4_000,
        help_text=_("About the course as a whole. Write comments on a lesson on its own page."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Let the reviewer look at a draft that was changed meanwhile, and then decide."""
        if isinstance(refusal, ChangedMeanwhile):
            self.renew("seen", refusal.text)
        super().refuse(refusal)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "seen",
            "text",
            ButtonHolder(
                Submit("approve", _("Approve this draft")),
                Submit("changes", _("Ask for changes"), css_class="button-secondary"),
            ),
        )
        return helper


class LessonCommentForm(KeyedForm):
    """A comment on a lesson of the draft."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your comment.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("form_key", "text", Submit("comment", _("Add the comment")))
        return helper
