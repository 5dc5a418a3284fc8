"""Courses in the admin: to look things up. Writing goes through the pages, whose actions keep the rules."""

from django.contrib import admin

from core.web.read_only_admin import ReadOnlyAdmin
from courses import models


@admin.register(models.Course)
class CourseAdmin(ReadOnlyAdmin):
    list_display = ("title", "slug", "state", "level", "language")
    list_filter = ("state",)
    search_fields = ("title", "slug")


@admin.register(models.Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ("course", "number", "published_at", "superseded_at")
    list_select_related = ("course",)


@admin.register(models.Lesson)
class LessonAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "module", "minutes")
    list_filter = ("kind",)
    list_select_related = ("module",)
    search_fields = ("title",)


@admin.register(models.Cohort)
class CohortAdmin(ReadOnlyAdmin):
    list_display = ("name", "release", "starts_on", "ends_on", "entry", "taken", "capacity")
    list_filter = ("entry",)
    list_select_related = ("release__course",)
    search_fields = ("name",)


@admin.register(models.Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    list_display = ("user", "release", "state", "enrolled_at", "completed_at")
    list_filter = ("state",)
    list_select_related = ("user", "release__course")
    search_fields = ("user__full_name", "user__email")


@admin.register(models.Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ("enrolment", "lesson", "number", "points", "out_of", "is_passed")
    list_filter = ("is_passed",)
    list_select_related = ("enrolment__user", "enrolment__release__course", "lesson")


@admin.register(models.Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "course_title", "release_number", "completed_on", "state")
    list_filter = ("state",)
    search_fields = ("code", "name")


@admin.register(models.ActionPlan)
class ActionPlanAdmin(ReadOnlyAdmin):
    """Shows that a plan exists, not what it says: its owner decides who reads it."""

    fields = ("owner", "created_at", "finished_at")
    list_display = ("pk", "owner", "created_at", "finished_at")
    list_select_related = ("owner",)


@admin.register(models.Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("lesson", "note", "made_by", "made_at")
    list_select_related = ("lesson", "made_by")


@admin.register(models.Regrade)
class RegradeAdmin(ReadOnlyAdmin):
    list_display = ("question", "reason", "made_by", "made_at", "undone_at")
    list_select_related = ("question", "made_by")


@admin.register(models.ExtraAttempts)
class ExtraAttemptsAdmin(ReadOnlyAdmin):
    list_display = ("enrolment", "lesson", "number", "reason", "given_by", "given_at")
    list_select_related = ("enrolment__user", "enrolment__release__course", "lesson", "given_by")


@admin.register(models.Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    list_display = ("title", "slug", "state", "published_at")
    list_filter = ("state",)
    search_fields = ("title", "slug")


@admin.register(models.ProgrammeCertificate)
class ProgrammeCertificateAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "programme_title", "completed_on", "state")
    list_filter = ("state",)
    search_fields = ("code", "name")
