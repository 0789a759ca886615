"""Wagtail's own project template, with its middleware, Wagtail's two public APIs, and our database and page models."""

import os

from cms.settings import *  # noqa: F403
from cms.settings import INSTALLED_APPS as OURS

APIS = ["wagtail.api.v2", "wagtail.api.v3"]
INSTALLED_APPS = [*OURS, *APIS, "wagtail.contrib.redirects", "bench.stock.apps.StockConfig"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "bench.stock.urls"
REST_FRAMEWORK: dict[str, object] = {}
WSGI_APPLICATION = "bench.stock.wsgi.application"
#: Whether answers are kept in Django's page cache.
PAGE_CACHE = os.environ.get("STOCK_PAGE_CACHE") == "1"
