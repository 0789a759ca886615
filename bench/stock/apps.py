"""Switches off what our own code does when something is saved or published: stock Wagtail has none of it."""

from typing import Any
from weakref import ReferenceType

from django.apps import AppConfig
from django.db.models import signals
from wagtail import signals as wagtail_signals


class StockConfig(AppConfig):
    name = "bench.stock"
    label = "stock"

    def ready(self) -> None:
        for module in (signals, wagtail_signals):
            for signal in vars(module).values():
                if hasattr(signal, "receivers"):
                    signal.receivers = [entry for entry in signal.receivers if not is_ours(entry[1])]
                    signal.sender_receivers_cache.clear()


def is_ours(receiver: Any) -> bool:
    function = receiver() if isinstance(receiver, ReferenceType) else receiver
    return getattr(function, "__module__", "").split(".")[0] in ("content", "api", "cms")
