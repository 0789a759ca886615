"""What a module imports, by its source."""

import ast
from collections.abc import Iterator


def imports_of(source: str) -> Iterator[str]:
    """Modules, and names of modules: `from content.model import vocabulary` is the latter."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
