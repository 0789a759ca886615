"""Django's backend for PostgreSQL, but for how it looks whether a kept connection still holds."""
