"""Words of a brief: what it is called, what it asks and says, and its sections of text."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from briefs.candidates import Group
from briefs.models import Edition
from core.forms.bases import EditForm, FingerprintForm, Form, Helper, KeyedForm
from core.forms.layouts import Field, Included, Layout, Submit
from library.recommendations.forms.responses import PlaceField
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField

_TITLE_MISSING = {"required": _("Enter the title")}
_QUESTION_HINT = _("The question that the brief answers, for example: What can a council do about cold homes?")  # fmt: skip
_MESSAGES_HINT = _("One on each line, at most five. Readers see them first.")
_TEXT_HINT = _("You can use Markdown: **bold**, lists, links.")
_MOST_MESSAGES, _MOST_TOPICS = 5, 5


class RefsField(forms.MultipleChoiceField):
    """Boxes for things, by the words that name them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, groups: Iterable[Group]) -> None:
        super().__init__(
            choices=[(c.ref, c.title) for group in groups for c in group.candidates],
            required=False,
            label=_("What to include"),
            error_messages={
                "invalid_choice": _("Something you chose is no longer available. Choose again.")
            },
        )


class NewBriefForm(KeyedForm):
    """A new brief: its title and question, and what it begins with."""

    title = forms.CharField(label=_("Title"), max_length=150, error_messages=_TITLE_MISSING)
    question = forms.CharField(
        label=_("Question"), max_length=300, required=False, help_text=_QUESTION_HINT
    )

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"] = RefsField(groups)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        # The things are laid out by the page, in groups.
        helper.layout = Layout(
            "form_key",
            "title",
            "question",
            Included("briefs/_groups.html", "groups"),
            Submit("begin", _("Save the draft")),
        )
        return helper


class ChooseForm(Form):
    """Things that a search found."""

    keeps_unsent = False

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"] = RefsField(groups)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("chosen"):
            raise forms.ValidationError(_("Choose at least one thing"))
        return cleaned


class FindForm(Form):
    """Words to look for."""

    keeps_unsent = False

    q = forms.CharField(label=_("Words"), max_length=100, required=False)


class WordsForm(EditForm):
    """Title, question and key messages of a draft; topics and place of the brief."""

    class Meta:
        model = Edition
        fields = ("title", "question", "messages")
        labels = {"title": _("Title"), "question": _("Question"), "messages": _("Key messages")}
        help_texts = {"question": _QUESTION_HINT, "messages": _MESSAGES_HINT}
        widgets = {"messages": forms.Textarea(attrs={"rows": 6})}
        error_messages = {"title": _TITLE_MISSING}

    place = PlaceField(label=_("Place"), empty_label=_("No place"))
    topics = TopicsField(label=_("Topics"), most=_MOST_TOPICS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brief = self.instance.brief
        self.fields["place"].initial = brief.place.code if brief.place else ""
        self.fields["topics"].initial = list(brief.topics.order_by("code"))

    def clean_messages(self) -> str:
        """Take at most five messages of readable length."""
        messages: str = self.cleaned_data["messages"]
        lines = [line for line in messages.splitlines() if line.strip()]
        if len(lines) > _MOST_MESSAGES:
            raise forms.ValidationError(
                _("Write at most %(most)s messages. You have written %(number)s.")
                % {"most": _MOST_MESSAGES, "number": len(lines)}
            )
        return messages

    def stored_words(self, stored: Edition) -> dict[str, Any]:
        """Return the stored values of the fields of the form, as they stand now."""
        brief = stored.brief
        words = {name: getattr(stored, name) for name in ("title", "question", "messages")}
        return words | {"place": brief.place, "topics": brief.topics.all()}

    def _post_clean(self) -> None:
        """Leave the row as it is: the action writes it, and checks it again."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "edit_number",
            "title",
            "question",
            "messages",
            "place",
            Field("topics", template=TOPICS_TEMPLATE),
            Submit("save", _("Save")),
        )
        return helper


class _TextFields(Form):
    heading = forms.CharField(label=_("Heading"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Text"),
        max_length=6_000,
        help_text=_TEXT_HINT,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write the text")},
    )

    @property
    def said(self) -> dict[str, str]:
        """Return heading and words as the actions take them."""
        return {"heading": self.cleaned_data["heading"], "words": self.cleaned_data["text"]}


class NewTextForm(KeyedForm, _TextFields):
    """A section of text."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("form_key", "heading", "text", Submit("add", _("Add the section")))
        return helper


class PartForm(FingerprintForm, _TextFields):
    """A section of text, or the author's words about a chosen thing, where they may be empty."""

    def __init__(self, *args: Any, is_text: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_text:
            text = self.fields["text"]
            text.required = False
            text.label = _("Your words about it")
            text.widget.attrs["rows"] = 5
            self.fields["heading"].help_text = _("If you leave it empty, we show its own title.")

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", "heading", "text", Submit("save", _("Save")))
        return helper
