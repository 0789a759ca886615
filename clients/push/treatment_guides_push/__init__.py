"""Passes releases of Treatment Guides on to phones: webhook -> FCM and APNs. See README.md."""
