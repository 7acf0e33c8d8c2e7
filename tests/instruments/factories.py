import factory
from django.utils import timezone

from atensi.instruments.models import Instrument, InstrumentVersion
from atensi.instruments.reading import document_of
from atensi.instruments.states import Audience, Purpose, VersionState
from tests.instruments.questionnaires import SMALL


class InstrumentFactory(factory.django.DjangoModelFactory):
    """A questionnaire for adults, which no test's child is asked."""

    class Meta:
        model = Instrument

    code = factory.Sequence(lambda n: f"contoh-{n}")
    name = "Instrumen contoh"
    purpose = Purpose.COMPREHENSIVE
    audience = Audience.ADULT


class VersionFactory(factory.django.DjangoModelFactory):
    """A draft; `published=True`, `retired=True` for later states."""

    class Meta:
        model = InstrumentVersion

    class Params:
        published = factory.Trait(state=VersionState.PUBLISHED, published_at=factory.LazyFunction(timezone.now))
        retired = factory.Trait(
            state=VersionState.RETIRED,
            published_at=factory.LazyFunction(timezone.now),
            retired_at=factory.LazyFunction(timezone.now),
        )

    instrument = factory.SubFactory(InstrumentFactory)
    number = 1
    definition = factory.LazyFunction(lambda: document_of(SMALL))
    legal_basis = "Peraturan contoh"
