from django.apps import AppConfig


class EmbedsConfig(AppConfig):
    name = "embeds"

    def ready(self) -> None:
        from embeds import previews  # noqa: F401
