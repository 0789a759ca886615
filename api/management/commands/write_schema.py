"""Write the OpenAPI documents that the API serves, in 3.1 and 3.0.3, and the JSON Schemas cut out of them."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings

from api.json_schema import build_json_schemas
from api.v1.schema import VERSIONS

SCHEMAS = settings.BASE_DIR / "clients" / "schemas"


def build_schema(version: str) -> str:
    """The OpenAPI document as text, from the views and serializers. `version` is 3.1 or 3.0."""
    full = {"3.1": "3.1.0", "3.0": "3.0.3"}[version]
    with patched_settings({"OAS_VERSION": full}):
        document = SchemaGenerator().get_schema(request=None, public=True)
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=False, default=str) + "\n"


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        for version, path in VERSIONS.items():
            path.write_text(build_schema(version))
            self.stdout.write(f"Wrote {path}")
        SCHEMAS.mkdir(exist_ok=True)
        schemas = build_json_schemas(json.loads(build_schema("3.1")))
        for name, text in schemas.items():
            (SCHEMAS / f"{name}.json").write_text(text)
        self.stdout.write(f"Wrote {len(schemas)} files in {SCHEMAS}")
