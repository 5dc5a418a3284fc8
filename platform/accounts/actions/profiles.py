"""Saving profiles and photos."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.actions.organisations import organisation_named
from accounts.models import Profile, User, Visibility


@transaction.atomic
def save_profile(
    *,
    user: User,
    full_name: str | None = None,
    time_zone: str | None = None,
    job_title: str | None = None,
    organisation: str | None = None,
    place: str | None = None,
    about: str | None = None,
    languages: Sequence[str] | None = None,
    shown_to: Mapping[str, Visibility] | None = None,
) -> Profile:
    """Save the profile; what is ``None`` stays as it is.

    The organisation is given by its name: the one of that name is used, or a new one is made. ``shown_to``
    names the readers of some fields; those of the others stay.
    """
    told = {"full_name": full_name, "time_zone": time_zone}
    changed = {field: value for field, value in told.items() if value is not None}
    for field, value in changed.items():
        setattr(user, field, value)
    if changed:
        user.save(update_fields=list(changed))

    profile = Profile.objects.select_for_update().get(user=user)
    texts = {"job_title": job_title, "place": place, "about": about}
    for field, text in texts.items():
        if text is not None:
            setattr(profile, field, text)
    if organisation is not None:
        profile.organisation = organisation_named(name=organisation)
    if languages is not None:
        profile.languages = list(languages)
    if shown_to is not None:
        profile.shown_to = {**profile.shown_to, **{key: str(v) for key, v in shown_to.items()}}
    profile.save()
    return profile


@transaction.atomic
def save_photo(*, user: User, photo: ContentFile) -> Profile:
    """Save this photo, as ``photos.portrait`` made it, and delete the file of the one before."""
    profile = Profile.objects.select_for_update().get(user=user)
    _delete_file_after_commit(profile)
    profile.photo.save("portrait.webp", photo, save=False)
    profile.save(update_fields=["photo"])
    return profile


@transaction.atomic
def remove_photo(*, user: User) -> Profile:
    """Remove the photo and delete its file. Repeats safely."""
    profile = Profile.objects.select_for_update().get(user=user)
    _delete_file_after_commit(profile)
    profile.photo = ""
    profile.save(update_fields=["photo"])
    return profile


def _delete_file_after_commit(profile: Profile) -> None:
    name, storage = profile.photo.name, profile.photo.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def save_profile_and_photo(
    *, user: User, photo: ContentFile | None, without_photo: bool, **told: Any
) -> None:
    """Keep what ``save_profile`` takes together with a new photo, or take the photo away: all or nothing."""
    save_profile(user=user, **told)
    if photo:
        save_photo(user=user, photo=photo)
    elif without_photo:
        remove_photo(user=user)
