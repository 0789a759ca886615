"""Every screen of the admin that is ours, with real rows, as whoever may open it."""
