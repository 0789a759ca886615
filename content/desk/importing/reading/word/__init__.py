"""A Word file -> HTML, with exactly what Word displays."""
