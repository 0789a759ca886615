"""What is registered by a name is registered once: a second never takes the place of the first without a word."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from content.model.guides import previews
from content.release.outbox import delivering
from content.setup import lanes


def first(*args):
    """Registered first."""


def second(*args):
    """Registered under the same name."""


@pytest.mark.parametrize(
    ("module", "registry", "register"),
    [
        (delivering, "_handlers", lambda do: delivering.register_handler("test", is_purge=True)(do)),
        (previews, "_modes", lambda do: previews.register_mode("test", "Test", do)),
        (lanes, "_registered", lambda do: lanes.register_work("test", do)),
    ],
)
def test_a_second_of_the_same_name_is_refused(monkeypatch, module, registry, register):
    monkeypatch.setattr(module, registry, {})
    monkeypatch.setattr(delivering, "_purges", set())
    register(first)
    kept = dict(getattr(module, registry))
    register(first)  # again: nothing is lost
    with pytest.raises(ImproperlyConfigured, match=r"“test” is taken by .*first.* Choose another name for .*second"):
        register(second)
    assert getattr(module, registry) == kept
