"""Serves the stock application: granian --interface wsgi bench.stock.wsgi:application"""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.stock.settings"
application = get_wsgi_application()
