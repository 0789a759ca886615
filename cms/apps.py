from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from api.v1.bundles import build_missing
        from cms import checks  # noqa: F401 (registers them)
        from cms.admin_policy import give_choosers_the_nonce
        from content.setup.lanes import register_work

        give_choosers_the_nonce()
        register_work("bundles", build_missing)
