from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "tracker.networks"
