"""Addresses below /admin/ for anonymous users. They come before Wagtail's of the same names."""

from django.urls import path
from django.views.decorators.cache import never_cache

from content.desk.staff import views

urlpatterns = [
    path("login/", never_cache(views.LogInView.as_view()), name="wagtailadmin_login"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("second-factor/new/", views.enrol_factor, name="enrol_factor"),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        views.SetPasswordView.as_view(),
        name="wagtailadmin_password_reset_confirm",
    ),
    path("password_reset/", never_cache(views.PasswordResetView.as_view()), name="wagtailadmin_password_reset"),
]
