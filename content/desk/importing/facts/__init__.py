"""Reads facts from sentences. `readers` runs all readers; `amounts` and `gaps` are the only parser of numbers."""
