"""The page that co-authors reach from their mail, with or without an account."""

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.signing_in.addresses import has_address
from core.web.ratelimit import limit_rate
from core.web.requests import reads_and_writes
from submissions.actions.co_authors import answer_co_author
from submissions.mail import find_co_author
from submissions.models import CoAuthor
from submissions.states import SubmissionState


@login_not_required
@reads_and_writes
@limit_rate("co-author", "60/m")
def co_author_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Let someone who was named say that it is them, or that it is not. Only the button changes anything."""
    try:
        co_author = find_co_author(token)
    except (BadSignature, CoAuthor.DoesNotExist) as error:
        raise Http404 from error
    if co_author.submission.state == SubmissionState.DRAFT:
        raise Http404
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        answer_co_author(
            co_author=co_author,
            is_me=request.POST["answer"] == "yes",
            user=request.user if request.user.is_authenticated else None,
            at=timezone.now(),
        )
        return redirect("submissions:co_author_answer", token)
    submission = co_author.submission
    context = {
        "co_author": co_author,
        "submission": submission,
        "revision": submission.revisions.latest("number"),
        "is_theirs": request.user.is_authenticated and has_address(request.user, co_author.email),
    }
    return render(request, "submissions/co_author_answer.html", context)
