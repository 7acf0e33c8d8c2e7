from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    name = "accreditation"

    def ready(self):
        from institutions.hooks import INSTITUTION_COLUMNS, INSTITUTION_PANELS

        from . import panels

        INSTITUTION_PANELS.extend([panels.HEAD, panels.PAPERS])
        INSTITUTION_COLUMNS.append(panels.COLUMN)
