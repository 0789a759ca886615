"""`{% nonce %}`: the attribute that allows an inline script in the admin. Works without a request too."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cms.admin_policy import find_nonce

register = template.Library()


@register.simple_tag
def nonce() -> SafeString:
    return format_html('nonce="{}"', find_nonce())
