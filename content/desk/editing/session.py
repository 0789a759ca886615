"""Tells an open page whether its session still lasts, and gives it the token that its forms need after a new log-in."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """Wagtail answers 403 where nobody is logged in, since a script asks."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})
