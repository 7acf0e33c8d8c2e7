from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "institutions"

    def ready(self):
        from atensi.reference.loaders import REFERENCE_LOADERS

        from .sentra import load_sentra

        REFERENCE_LOADERS.append(load_sentra)
