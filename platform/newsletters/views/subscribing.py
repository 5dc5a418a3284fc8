"""Subscribing: a public form, the pages behind the links in mails, and the page of who has an account.

A link in a mail opens a page with a button: mail scanners follow links, and must change nothing by that.
"""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.ratelimit import client_address, limit_rate
from core.web.requests import posted, reads_and_writes
from library.vocabularies.models import Topic
from newsletters.actions.subscribing import (
    ask_to_subscribe,
    choose_topics,
    confirm,
    end_subscription_of,
    subscribe_person,
    unsubscribe,
)
from newsletters.forms.subscribing import SubscribeForm, TopicsForm
from newsletters.links import (
    choices_address,
    read_choices_token,
    read_confirm_token,
    unsubscribe_address,
)
from newsletters.models import Subscriber
from newsletters.states import SubscriberState

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponse]


def _behind_a_link(view: _View[_P]) -> _View[_P]:
    """Keep the page behind a signed link out of caches, search engines and the addresses that other sites see."""

    @never_cache
    @functools.wraps(view)
    def hidden(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex"
        answer["Referrer-Policy"] = "same-origin"
        return answer

    return hidden


@login_not_required
@reads_and_writes
@limit_rate("newsletter", "30/m", methods=["POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Take an address and its topics; the answer is the same whether it subscribes already or not."""
    form = SubscribeForm(posted(request))
    answer = save(
        request,
        form,
        lambda: ask_to_subscribe(
            address=form.cleaned_data["address"],
            topics=form.cleaned_data["topics"],
            visitor=client_address(request),
            at=timezone.now(),
        ),
        to="newsletters:subscribe_done",
    )
    return answer or show(request, "newsletters/subscribe.html", form)


@login_not_required
@require_safe
def subscribe_done(request: HttpRequest) -> HttpResponse:
    """Say what to do next: open the mail."""
    return render(request, "newsletters/subscribe_done.html")


@login_not_required
@reads_and_writes
@limit_rate("newsletter_links", "60/m")
@_behind_a_link
def confirm_page(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an address: a page with a button, and what follows."""
    try:
        key = read_confirm_token(token)
    except signing.SignatureExpired:
        return render(request, "newsletters/link_expired.html", status=410)
    except signing.BadSignature as error:
        raise Http404 from error
    subscriber = Subscriber.objects.filter(key=key).first()
    if subscriber is None:
        return render(request, "newsletters/link_expired.html", status=410)
    if request.method == "POST":
        subscriber = confirm(subscriber=subscriber, at=timezone.now())
    is_done = subscriber.state != SubscriberState.ASKED
    context = {
        "is_done": is_done,
        "is_stopped": subscriber.is_suppressed,
        "email": subscriber.email if not is_done else "",
        "choices": choices_address(subscriber) if is_done else "",
    }
    return render(request, "newsletters/confirm.html", context)


@login_not_required
@reads_and_writes
@limit_rate("newsletter_links", "60/m")
@_behind_a_link
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """Let a subscriber change their topics, or go on to unsubscribe."""
    subscriber = _found_by(token)
    if subscriber is None or subscriber.state == SubscriberState.ASKED:
        return render(request, "newsletters/unsubscribed.html", status=410)
    begins_again = subscriber.is_suppressed
    form = TopicsForm(
        posted(request),
        initial={"topics": list(subscriber.topics.all())},
        label=_("Get emails again") if begins_again else _("Save"),
    )
    answer = save(
        request,
        form,
        lambda: choose_topics(
            subscriber=subscriber, topics=form.cleaned_data["topics"], at=timezone.now()
        ),
        to=request.path,
        said=_("You will get the next issue by email again.")
        if begins_again
        else _("Saved. The next issue follows these topics."),
    )
    context = {"subscriber": subscriber, "unsubscribe": unsubscribe_address(subscriber)}
    return answer or show(request, "newsletters/choices.html", form, context)


@csrf_exempt  # RFC 8058: the mail program posts, and has no cookie of ours. The signed token stands for it.
@login_not_required
@reads_and_writes
@limit_rate("newsletter_links", "60/m")
@_behind_a_link
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribe: a page with a button for people, one POST for mail programs. A repeat finds nothing to do."""
    subscriber = _found_by(token)
    if subscriber is not None and request.method == "POST":
        unsubscribe(subscriber=subscriber)
        subscriber = None
    if subscriber is None:
        return render(request, "newsletters/unsubscribed.html")
    return render(
        request,
        "newsletters/unsubscribe.html",
        {"email": subscriber.email, "choices": choices_address(subscriber)},
    )


def _found_by(token: str) -> Subscriber | None:
    """Return the subscriber whom a link names, or nothing once they have unsubscribed. Raises ``Http404``."""
    try:
        key = read_choices_token(token)
    except signing.BadSignature as error:
        raise Http404 from error
    return Subscriber.objects.select_related("user").filter(key=key).first()


@reads_and_writes
def own_subscription(request: MemberRequest) -> HttpResponse:
    """Let somebody with an account subscribe, or change their topics; the topics they follow are offered first."""
    mine = Subscriber.objects.at_address(request.user.email).first()
    if mine is not None and mine.state == SubscriberState.ASKED:
        mine = None
    chosen = mine.topics.all() if mine else Topic.objects.filter(interests__user=request.user)
    form = TopicsForm(
        posted(request),
        initial={"topics": list(chosen)},
        label=_("Save") if mine and mine.is_active else _("Subscribe"),
    )
    answer = save(
        request,
        form,
        lambda: subscribe_person(
            user=request.user, topics=form.cleaned_data["topics"], at=timezone.now()
        ),
        to="newsletters:own_subscription",
        said=_("Saved. You get the newsletter by email."),
    )
    return answer or show(request, "newsletters/own_subscription.html", form, {"mine": mine})


@require_POST
def own_end(request: MemberRequest) -> HttpResponse:
    """Unsubscribe somebody with an account. Repeats safely."""
    end_subscription_of(user=request.user)
    messages.success(request, _("You no longer get the newsletter."))
    return redirect("newsletters:own_subscription")
