from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "atensi.instruments"
    label = "instruments"

    def ready(self):
        from atensi.reference.loaders import REFERENCE_LOADERS

        from .loading import load_instruments

        REFERENCE_LOADERS.append(load_instruments)
