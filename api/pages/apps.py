from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "api.pages"

    def ready(self) -> None:
        from api.pages import previews  # noqa: F401
