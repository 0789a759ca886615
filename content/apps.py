"""Connects the floors when Django starts."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Treatment guides"

    def ready(self) -> None:
        from content.setup import wiring

        wiring.wire()
