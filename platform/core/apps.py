from django.apps import AppConfig
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules

from core.converters import KeyConverter


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        register_converter(KeyConverter, "key")
        # Modules that register something when they are imported, in every app that has them.
        modules = (
            "rules",
            "kinds",
            "receivers",
            "exports",
            "digests",
            "mail",
            "mail_files",
            "reader",
            "uses",
            "indexers",
        )
        autodiscover_modules(*modules)
