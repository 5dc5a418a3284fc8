"""Pages of my profile and my photo."""

from pathlib import PurePath

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actions.profiles import save_profile_and_photo
from accounts.forms.profiles import ProfileForm
from accounts.models import Profile, Visibility
from accounts.shared_networks import share_a_network
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes


@reads_and_writes
def profile_edit(request: MemberRequest) -> HttpResponse:
    """Edit my profile, and choose who reads which part."""
    form = ProfileForm(posted(request), request.FILES or None, user=request.user)
    answer = save(
        request,
        form,
        lambda: save_profile_and_photo(
            user=request.user,
            photo=form.cleaned_data["photo"],
            without_photo=form.cleaned_data.get("remove_photo", False),
            **form.profile_values(),
        ),
        to="accounts:profile_edit",
        said=_("Profile saved."),
    )
    return answer or show(request, "accounts/profile_edit.html", form)


@login_not_required
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a person's photo to those who may see it; 404 for others."""
    profiles = Profile.objects.select_related("user").filter(user__is_active=True)
    profile = get_object_or_404(profiles.exclude(photo=""), pk=pk)
    if not profile.shows("photo", request.user, shares_network=_shares_network(request, profile)):
        raise Http404
    etag = f'"{PurePath(str(profile.photo.name)).stem}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or _send(profile)
    response["ETag"] = etag
    # What only some may see is not left behind on a shared computer.
    is_for_everyone = profile.shows("photo", AnonymousUser())
    response["Cache-Control"] = "private, max-age=300" if is_for_everyone else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _shares_network(request: HttpRequest, profile: Profile) -> bool:
    """Tell whether reader and owner share a network; queried only where it decides something."""
    if not request.user.is_authenticated or profile.visibility_of("photo") != Visibility.NETWORKS:
        return False
    return share_a_network(request.user, profile.user)


def _send(profile: Profile) -> FileResponse:
    try:
        file = profile.photo.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, content_type="image/webp", filename=f"photo-{profile.pk}.webp")
