from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import checks  # noqa: F401 (registers them)
        from cms.admin_policy import give_choosers_the_nonce

        give_choosers_the_nonce()
