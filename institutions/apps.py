from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "institutions"

    def ready(self):
        from atensi.instruments.hooks import KEEPERS
        from atensi.notices.hooks import KEPT_RECIPIENTS, RECIPIENT_FACTS
        from atensi.reference.loaders import REFERENCE_LOADERS

        from .offices import keeps_the_nations
        from .reaching import facts_of, kept_people
        from .sentra import load_sentra

        KEEPERS.append(keeps_the_nations)
        KEPT_RECIPIENTS.append(kept_people)
        RECIPIENT_FACTS.append(facts_of)
        REFERENCE_LOADERS.append(load_sentra)
