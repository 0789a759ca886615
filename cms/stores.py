"""Builds the settings of all stores from the environment: database, caches, files, the admin's search index."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from cms.environment import Environment


def build_database(environment: Environment, folder: Path) -> dict[str, Any]:
    """The database of DATABASE_URL; by default SQLite in the folder."""
    url = environment.text("DATABASE_URL", f"sqlite:///{folder / 'guides.sqlite3'}")
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL is not a database address: write postgresql://user:password@host/name."
        ) from error
    if database["ENGINE"] not in ("django.db.backends.sqlite3", "django.db.backends.postgresql"):
        raise ImproperlyConfigured("DATABASE_URL is of a database that is not supported: use PostgreSQL or SQLite.")
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # IMMEDIATE: a writer waits for the lock at the start instead of failing in the middle.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        # A file, as in production: a database in memory has only one connection.
        database["TEST"] = {"NAME": folder / "test.sqlite3"}
    else:
        database["ENGINE"] = "cms.postgresql"
        # A pooler may give each transaction another connection, which knows nothing of the one before.
        database["DISABLE_SERVER_SIDE_CURSORS"] = environment.flag("DATABASE_POOLER", False)
    return database


def build_memory(name: str) -> dict[str, Any]:
    """A cache in this process. Django's default of 300 entries is too few: limits by address would be forgotten."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    return {"BACKEND": backend, "LOCATION": name, "OPTIONS": {"MAX_ENTRIES": 100_000}}


def read_buckets(environment: Environment) -> tuple[str, str]:
    """The names of the public and the private bucket; empty if files are in folders."""
    public, private = environment.text("PUBLIC_BUCKET", ""), environment.text("PRIVATE_BUCKET", "")
    if bool(public) != bool(private):
        raise ImproperlyConfigured("PUBLIC_BUCKET and PRIVATE_BUCKET go together: name two buckets, or none.")
    if bool(environment.text("S3_ACCESS_KEY", "")) != bool(environment.text("S3_SECRET_KEY", "")):
        raise ImproperlyConfigured("S3_ACCESS_KEY and S3_SECRET_KEY go together: set both, or none.")
    if public and find_spec("storages") is None:
        raise ImproperlyConfigured("PUBLIC_BUCKET needs django-storages: pip install 'django-storages[s3]~=1.14'.")
    return public, private


def build_search(environment: Environment) -> dict[str, Any]:
    """The backend of Wagtail's search: the database, or OpenSearch if OPENSEARCH_URL is set."""
    url = environment.address("OPENSEARCH_URL")
    if not url:
        return {"BACKEND": "wagtail.search.backends.database"}
    if find_spec("opensearchpy") is None:
        raise ImproperlyConfigured("OPENSEARCH_URL needs the package opensearch-py: pip install 'opensearch-py~=3.2'.")
    return {
        "BACKEND": "wagtail.search.backends.opensearch3",
        "URLS": [url],
        "INDEX_PREFIX": "treatment_guides_",
    }


def build_files(environment: Environment, folder: Path, bucket: str, url: str, *, overwrite: bool) -> dict[str, Any]:
    """A storage in the bucket if one is named, else in the folder. `url`: the base address of its files."""
    options: dict[str, Any]
    if not bucket:
        options = {"location": str(folder), "base_url": url, "allow_overwrite": overwrite}
        options |= {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {"BACKEND": "content.model.files.storages.LocalFiles", "OPTIONS": options}
    options = {
        "bucket_name": bucket,
        "base_url": url,
        "file_overwrite": overwrite,
        "endpoint_url": environment.address("S3_ENDPOINT") or None,
        "region_name": environment.text("S3_REGION", "") or None,
        "access_key": environment.text("S3_ACCESS_KEY", "") or None,
        "secret_key": environment.text("S3_SECRET_KEY", "") or None,
        "default_acl": None,  # private, like the bucket
    }
    return {"BACKEND": "content.model.files.buckets.BucketFiles", "OPTIONS": options}
