"""Forms of discussions and posts, with what they bring along."""

import re
from typing import Any, Self

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.uploads import UploadRefused
from core.forms.answering import again_words
from core.forms.bases import FingerprintForm, Form, Helper, KeyedForm
from core.forms.layouts import Div, Layout, Submit
from core.refusals import Refusal
from core.types import Person
from core.web.requests import key_of
from courses.models import ActionPlan
from indicators.catalogue.addresses import IndicatorInPlace, find_by_address
from library.catalogue.models import Record
from networks.forms.conduct import AsksForConduct
from networks.forms.networks import MARKDOWN_HINT
from networks.models import ConductVersion, KeptFile, Network

_RECORD_ADDRESS = re.compile(r"/library/(\d+)/")


class PostForm(AsksForConduct, KeyedForm):
    """The text of a post, with a preview before it is sent."""

    body = forms.CharField(
        label=gettext_lazy("Your post"),
        help_text=MARKDOWN_HINT,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Enter your post")},
    )
    submit = gettext_lazy("Reply")

    def __init__(
        self,
        *args: Any,
        address: str = "",
        conduct: ConductVersion | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._address = address
        self.ask_for_conduct(conduct)

    def offer_names(self, network: Network) -> Self:
        """Let the page's script suggest members of the network after an ``@``."""
        self.fields["body"].widget.attrs |= {
            "data-mention": reverse("networks:member_names", args=[network.slug]),
            "data-mention-label": _("Members"),
            "data-mention-count": _("members"),
        }
        return self

    @property
    def wants_preview(self) -> bool:
        return "preview" in self.data

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.form_action = self._address
        buttons = Div(
            Submit("send", self.submit),
            Submit("preview", _("Preview"), css_class="button-secondary"),
            css_class="actions",
        )
        helper.layout = Layout(*self.fields, buttons)
        return helper


class _WithFile(Form):
    """A form that takes a file. The action checks what it really is."""

    upload = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        max_length=200,
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "max_length": gettext_lazy("Give the file a shorter name"),
        },
    )
    file_name = forms.CharField(
        label=gettext_lazy("Name of the file for readers"),
        help_text=gettext_lazy(
            "Say what is in it. For a picture, say what it shows. If you leave this empty, readers see the "
            "name of the file."
        ),
        required=False,
        max_length=100,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hint = hint = _(
            "PDF, DOCX, ODT, XLSX, CSV, PNG or JPG, at most %(most)s MB, without a password. "
            "Nothing that could identify patients."
        ) % {"most": settings.MAX_UPLOAD_BYTES // (1024 * 1024)}
        sent = self.files.get("upload")
        if sent is not None:
            hint = again_words(sent, hint)
        self.fields["upload"].help_text = hint

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show beside its field why a file cannot be taken."""
        if isinstance(refusal, UploadRefused):
            # What it says was read already when the form was checked.
            self["upload"].help_text = self._hint
            self.add_error("upload", refusal)
        else:
            super().refuse(refusal)


class FileForm(AsksForConduct, _WithFile):
    """A further file for a post."""

    field_order = ["upload", "file_name"]

    def __init__(self, *args: Any, conduct: ConductVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = True
        self.ask_for_conduct(conduct)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.fields, Submit("add", _("Add this file")))
        return helper


class ReplyForm(_WithFile, PostForm):
    """A reply, with a record, one of one's own action plans or a file if wished."""

    record = forms.CharField(
        label=gettext_lazy("Record from the library"),
        help_text=gettext_lazy("Paste the address of its page."),
        required=False,
        max_length=300,
    )
    indicator = forms.CharField(
        label=gettext_lazy("Indicator"),
        help_text=gettext_lazy(
            "Paste the address of its page. The place you chose there is included."
        ),
        required=False,
        max_length=500,
    )
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Share one of my action plans"),
        queryset=ActionPlan.objects.none(),
        required=False,
        empty_label=gettext_lazy("No plan"),
    )
    # A file that came before, with a preview or a mistake, is kept under this key.
    kept_file = forms.UUIDField(required=False, widget=forms.HiddenInput)
    without_file = forms.BooleanField(
        label=gettext_lazy("Send it without this file"), required=False
    )
    field_order = [
        "title", "body", "record", "indicator", "plan", "consent", "upload", "without_file", "file_name",
        "conduct", "conduct_number", "kept_file", "form_key",
    ]  # fmt: skip

    def __init__(
        self, *args: Any, network: Network, plans: Any, user: Person, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        self.kept: KeptFile | None = None
        self._without_file = self.fields.pop("without_file")
        if self.is_bound and not self.files.get("upload"):
            self.show_kept(self._kept_before())
        plan_field = self.fields["plan"]
        assert isinstance(plan_field, forms.ModelChoiceField)  # noqa: S101  (tells the type checker)
        plan_field.queryset = plans
        plan_field.help_text = _(
            "Members of %(network)s can read it and my later changes until I stop sharing it."
        ) % {"network": network}

    def _kept_before(self) -> KeptFile | None:
        key = forms.UUIDField(required=False)
        try:
            value = key.clean(self.data.get("kept_file"))
        except forms.ValidationError:
            return None
        return KeptFile.objects.of(self._user).filter(key=value).first() if value else None

    def show_kept(self, kept: KeptFile | None) -> None:
        """Say that this file is kept and will be sent, and let its owner send the post without it."""
        if kept is None:
            return
        self.kept = kept
        self.kept_files = frozenset({"upload"})
        self.data = self.data.copy()
        self.data["kept_file"] = str(kept.key)
        words = _("“%(name)s” is kept and will be sent. Choose another file to replace it.")
        # The field may have been made already, when the form was checked.
        hint = f"{words % {'name': kept.name}} {self._hint}"
        self.fields["upload"].help_text = self["upload"].help_text = hint
        self.fields["without_file"] = self._without_file
        self.order_fields(self.field_order)

    def clean_upload(self) -> File[Any] | None:
        """Take the file that comes now, or the one that is kept from before."""
        upload: File[Any] | None = self.cleaned_data["upload"]
        if upload is not None or not self.data.get("kept_file"):
            return upload
        if self.kept is None:
            # Said once: whoever sends the post again sends it without the file.
            self.data = self.data.copy()
            self.data["kept_file"] = ""
            raise forms.ValidationError(
                _(
                    "Choose the file again, as it was kept for a day only, or send your post without it"
                )
            )
        if self.data.get("without_file"):
            return None
        return File(self.kept.content.open("rb"), name=self.kept.name)

    def clean_record(self) -> Record | None:
        """Find the published record that the address leads to."""
        address = self.cleaned_data["record"].strip()
        if not address:
            return None
        found = _RECORD_ADDRESS.search(address)
        record = Record.objects.published().filter(pk=key_of(found[1])).first() if found else None
        if record is None:
            raise forms.ValidationError(_("Enter the address of a record in the library"))
        return record

    def clean_indicator(self) -> IndicatorInPlace | None:
        """Find the indicator that the address leads to, and the place that it chooses."""
        address = self.cleaned_data["indicator"].strip()
        if not address:
            return None
        shared = find_by_address(self._user, address)
        if shared is None:
            raise forms.ValidationError(_("Enter the address of an indicator"))
        return shared


class EditPostForm(FingerprintForm, PostForm):
    """A new text for a post."""

    submit = gettext_lazy("Save")


class DiscussionForm(ReplyForm):
    """The title and first post of a discussion.

    A record or plan that the reader comes with is fixed; otherwise both can be chosen as in a reply.
    """

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("What is it about?"),
        max_length=150,
        error_messages={"required": gettext_lazy("Enter a title")},
    )
    consent = forms.BooleanField(required=False)
    submit = gettext_lazy("Start discussion")

    def __init__(
        self,
        *args: Any,
        network: Network,
        plans: Any,
        brings_record: bool,
        brings_plan: bool,
        brings_indicator: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, network=network, plans=plans, **kwargs)
        self._brings_record = brings_record
        if brings_indicator:
            self.fields["indicator"].widget = forms.HiddenInput()
        if brings_record:
            self.fields["record"] = forms.ModelChoiceField(
                queryset=Record.objects.published(), required=False, widget=forms.HiddenInput
            )
        if brings_plan:
            self.fields["plan"] = forms.ModelChoiceField(
                queryset=plans, required=False, widget=forms.HiddenInput
            )
            self.fields["consent"].label = _(
                "Members of %(network)s can read this plan and my later changes until I stop "
                "sharing it."
            ) % {"network": network}
        else:
            del self.fields["consent"]

    def clean_record(self) -> Record | None:
        """Take the record that the reader came with, or find the one at the address."""
        if self._brings_record:
            brought: Record | None = self.cleaned_data["record"]
            return brought
        return super().clean_record()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "consent" in self.fields and cleaned.get("plan") and not cleaned.get("consent"):
            self.add_error("consent", _("Agree to share your plan, or start without it"))
        return cleaned
