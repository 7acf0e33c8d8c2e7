from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    name = "accreditation"

    def ready(self):
        from atensi.deadlines.hooks import add_clocks
        from institutions.hooks import INSTITUTION_CHANGED, INSTITUTION_COLUMNS, INSTITUTION_PANELS, PARTNER_CHECKS

        from . import clocks, panels, partners

        add_clocks(clocks.CERTIFICATE)
        INSTITUTION_CHANGED.append(clocks.keep_certificates)
        INSTITUTION_PANELS.extend([panels.HEAD, panels.PAPERS])
        INSTITUTION_COLUMNS.append(panels.COLUMN)
        PARTNER_CHECKS.append(partners.partner_problems)
