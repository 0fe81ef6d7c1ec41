from django.apps import AppConfig


class FlagsConfig(AppConfig):
    name = "tracker.flags"
