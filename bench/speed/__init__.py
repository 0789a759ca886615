"""Ours beside others on one machine: answers a second, and what a publication costs (`make bench`)."""
