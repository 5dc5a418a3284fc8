"""The accounts' part of the personal data export."""

from pathlib import PurePath
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.models import Block, ClosingRequest, Profile, RoleGrant, Suspension, User
from accounts.personal_data.registry import DataPart, export_part


@export_part("accounts")
def export_account(user: User) -> DataPart:
    """Return the account, profile and photo, addresses, second factors, sessions and roles."""
    profile = Profile.objects.select_related("organisation").get(user=user)
    photo = profile.photo
    files = [(PurePath(str(photo.name)).name, photo)] if photo else []
    return DataPart(
        data={
            "account": {
                "email": user.email,
                "full_name": user.full_name,
                "time_zone": user.time_zone,
                "joined_at": user.joined_at,
                "closes_at": user.closes_at,
                "last_login_at": user.last_login,
                "has_password": user.has_usable_password(),
            },
            "closing_request": ClosingRequest.objects.filter(user=user)
            .values("asked_at", "erases_posts", "reminded_at")
            .first(),
            "suspensions": list(
                Suspension.objects.filter(user=user)
                .order_by("at", "pk")
                .values("reason", "at", "by__full_name", "lifted_at")
            ),
            "profile": _profile(profile),
            "email_addresses": list(
                EmailAddress.objects.filter(user=user)
                .order_by("pk")
                .values("email", "verified", "primary")
            ),
            "second_factors": list(
                Authenticator.objects.filter(user=user)
                .order_by("pk")
                .values("type", "created_at", "last_used_at")
            ),
            "people_blocked": list(
                Block.objects.made_by(user).order_by("pk").values("blocked__full_name", "made_at")
            ),
            "sessions": list(
                UserSession.objects.filter(user=user)
                .order_by("pk")
                .values("created_at", "last_seen_at", "ip", "user_agent")
            ),
            "roles": sorted(user.roles),
            "role_history": list(
                RoleGrant.objects.filter(user=user)
                .order_by("at", "pk")
                .values("role", "is_granted", "at", "by__full_name")
            ),
        },
        files=files,
    )


def _profile(profile: Profile) -> dict[str, Any]:
    return {
        "job_title": profile.job_title,
        "organisation": profile.organisation.name if profile.organisation else None,
        "place": profile.place,
        "about": profile.about,
        "languages": profile.languages,
        "shown_to": {field: profile.visibility_of(field) for field in Profile.SHOWABLE},
        "onboarded_at": profile.onboarded_at,
    }
