from django.apps import AppConfig


class EmbedsConfig(AppConfig):
    name = "api.embeds"

    def ready(self) -> None:
        from api.embeds import previews  # noqa: F401
