"""Wagtail's API v2 as its documentation sets it up, behind Django's page cache where that is asked for, and v3."""

from django.conf import settings
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.urls import api


@method_decorator(cache_page(3600), name="dispatch")
class CachedPages(PagesAPIViewSet):
    pass


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", CachedPages if settings.PAGE_CACHE else PagesAPIViewSet)

urlpatterns = [
    path("api/v2/", router.urls),
    path("api/v3/", api.urls),
]
