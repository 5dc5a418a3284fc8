"""The admin shows and never writes."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser

from core.web.read_only_admin import ReadOnlyAdmin

OURS = [
    *("accounts", "workflow", "notifications", "library", "courses", "networks", "mentoring"),
    "submissions",
    "api",
    "events",
    "briefs",
    "newsletters",
]
PAGES = [page for model, page in admin.site._registry.items() if model._meta.app_label in OURS]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_rows_of_ours_are_only_read(page, rf):
    request = rf.get("/admin/")
    request.user = AnonymousUser()

    assert isinstance(page, ReadOnlyAdmin)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


def test_every_part_with_an_admin_is_looked_at():
    assert len(PAGES) >= 30
