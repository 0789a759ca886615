"""Tests written from the description of a fault, by somebody who has not seen how it was mended."""
