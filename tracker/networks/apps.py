from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "tracker.networks"

    def ready(self) -> None:
        from tracker.networks import (
            permissions,  # noqa: F401 - declares who may do what
            searching,
            sights,
        )

        searching.register()
        sights.register()
