"""A Word file -> HTML, with what Word shows and without what it doesn't."""
