"""What is logged, how it is written, and which errors are mailed."""

from typing import Any


def logging_settings(*, level: str, is_json: bool) -> dict[str, Any]:
    """Return the settings of logging: lines on the console, plain or as JSON, and errors by mail."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "not_in_development": {"()": "django.utils.log.RequireDebugFalse"},
            "request": {"()": "core.logs.formatters.RequestFilter"},
        },
        "formatters": {
            "plain": {"()": "core.logs.formatters.PlainFormatter"},
            "json": {"()": "core.logs.formatters.ScrubbedJsonFormatter"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["request"],
                "formatter": "json" if is_json else "plain",
            },
            "error_mail": {
                "class": "core.logs.error_mails.GroupedEmailHandler",
                "level": "ERROR",
                "filters": ["not_in_development", "request"],
            },
        },
        # Errors of pages, tasks and receivers alike are mailed.
        "root": {"handlers": ["console", "error_mail"], "level": level},
        "loggers": {
            "django": {"level": "INFO"},
            # What readers may not open or do not find is no fault of ours: only what failed is told.
            "django.request": {"level": "ERROR"},
            # It tells of every request, and repeats what strangers write into its header.
            "django_guid": {"level": "ERROR"},
            "celery.app.trace": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }
