"""Addresses below /admin/ that whoever is not logged in may ask; they stand before Wagtail's of the same name."""

from django.urls import path
from django.views.decorators.cache import never_cache

from content.desk.staff import views

urlpatterns = [
    path("login/", never_cache(views.LogInView.as_view()), name="wagtailadmin_login"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("second-factor/new/", views.enrol_factor, name="enrol_factor"),
    path("password_reset/", never_cache(views.PasswordResetView.as_view()), name="wagtailadmin_password_reset"),
]
