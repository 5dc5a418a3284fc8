"""The people whom I have blocked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.blocking import block_person, unblock_person
from accounts.models import Block, User, has_blocked
from core.forms.answering import save, show
from core.forms.bases import Form
from core.types import MemberRequest
from core.web.requests import paginate, posted, reads_and_writes
from core.web.telling import Undo, linked, told


@require_safe
def block_list(request: MemberRequest) -> HttpResponse:
    """List the people whom I have blocked."""
    blocks = Block.objects.made_by(request.user).select_related("blocked")
    page = paginate(request, blocks.order_by("blocked__full_name", "pk"))
    return render(request, "accounts/block_list.html", {"page": page})


@reads_and_writes
def block_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Block a person, after saying what it does; also one who is leaving or suspended, and may come back."""
    person = get_object_or_404(User.objects.filter(closed_at=None), pk=pk)
    form = Form(posted(request))
    answer = save(
        request,
        form,
        lambda: block_person(blocker=request.user, blocked=person, at=timezone.now()),
        to="accounts:block_list",
        said=told(
            _("%(person)s is blocked."),
            Undo(reverse("accounts:block_end", args=[pk])),
            person=linked(person, person),
        ),
    )
    context = {"person": person, "is_blocked": has_blocked(request.user, pk)}
    return answer or show(request, "accounts/block_new.html", form, context)


@require_POST
def block_end(request: MemberRequest, pk: int) -> HttpResponse:
    """Undo a block of mine."""
    person = get_object_or_404(User, pk=pk)
    unblock_person(blocker=request.user, blocked=person)
    undo = Undo(reverse("accounts:block_new", args=[pk])) if person.closed_at is None else None
    sentence = _("%(person)s is no longer blocked.")
    messages.success(request, told(sentence, undo, person=linked(person, person)))
    return redirect("accounts:block_list")
