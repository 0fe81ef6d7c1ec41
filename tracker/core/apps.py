from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tracker.core"

    def ready(self) -> None:
        from tracker.core.documentation import data_dictionary, register_page

        register_page("data-dictionary.md", data_dictionary)
