"""Wagtail as it comes, over the same pages in the same database: what `make bench` compares with."""
