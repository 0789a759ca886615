"""The pure parts of `make bench` and `make bench-scale`: they read, judge and draw, and start nothing."""
