"""The WSGI application that a server runs."""

import os

from django.core.wsgi import get_wsgi_application

from cms.heads import guard_heads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

application = guard_heads(get_wsgi_application())
