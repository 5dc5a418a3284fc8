from importlib import import_module

from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "networks"

    def ready(self) -> None:
        # Registers the answer to whether two people share a network.
        import_module("networks.people")
