from django.apps import AppConfig
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules

from core.converters import KeyConverter
from core.parts import REGISTERING_MODULES


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        register_converter(KeyConverter, "key")
        autodiscover_modules(*REGISTERING_MODULES)
