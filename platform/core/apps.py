from django.apps import AppConfig
from django.conf import settings
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules

from core.operation.plain_lookups import make_lookups_plain
from core.parts import REGISTERING_MODULES
from core.queries.letter_case import compare_letters_of_all_scripts
from core.web.converters import KeyConverter


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        make_lookups_plain()
        register_converter(KeyConverter, "key")
        compare_letters_of_all_scripts()
        autodiscover_modules(*REGISTERING_MODULES)
        if settings.SENTRY_DSN:
            from core.logs.error_tracking import start_error_tracking

            start_error_tracking()
