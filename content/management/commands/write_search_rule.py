"""Write what the TypeScript client needs to search without a network as the server does."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from content.model.search.rule import build_rule

PATH = settings.BASE_DIR / "clients/typescript/src/search/rule.json"
#: The languages that have labels of their own.
LOCALES = ("en", "hi", "ar")


def encode_rule() -> str:
    return json.dumps(build_rule(LOCALES), ensure_ascii=False, indent=0) + "\n"


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.write_text(encode_rule())
        self.stdout.write(f"Wrote {PATH}")
