"""Puts the choices about notices into Wagtail's account settings, and the address that ends mails beside the admin."""

from wagtail.admin.views.account import NotificationsSettingsPanel

from content.desk.notifications.forms import NotificationsForm

# Wagtail's list of panels can't be changed: this is its own panel, under its own tab.
NotificationsSettingsPanel.form_class = NotificationsForm
NotificationsSettingsPanel.template_name = "admin/notifications_panel.html"
