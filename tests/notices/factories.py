import factory
from django.utils import timezone

from atensi.notices.kinds import NoticeKind
from atensi.notices.models import Delivery, Notice, NoticeChoice
from atensi.notices.states import Channel
from tests.accounts.factories import UserFactory
from tests.institutions.factories import MembershipFactory

# Kinds that only the tests know; registered by the fixture `kinds` of conftest.py.
PLAIN = NoticeKind("contoh", "Contoh {reference} hari ke-{day}", "Contoh {reference}")
REQUIRED = NoticeKind("contoh_wajib", "Wajib {reference}", "Wajib {reference}", is_required=True)
NEWS = NoticeKind("contoh_kabar", "Kabar {reference}", "Kabar {reference}", is_news=True)
URGENT = NoticeKind("contoh_segera", "Segera {reference}", "Segera {reference}", urgent=True)


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    recipient = factory.SubFactory(UserFactory)
    kind = PLAIN.code
    subject = factory.Sequence(lambda n: f"contoh:{n}")
    due_on = factory.LazyFunction(timezone.localdate)
    reference = factory.Sequence(lambda n: f"14.01/2026/{n:05}")
    path = "/bantuan/"


class DeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delivery

    notice = factory.SubFactory(NoticeFactory)
    channel = Channel.EMAIL
    next_try_at = factory.LazyFunction(timezone.now)
    message_id = factory.LazyAttribute(lambda row: f"<notice-{row.notice.pk}-email@contoh.invalid>")


class NoticeChoiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NoticeChoice

    user = factory.SubFactory(UserFactory)
    channel = Channel.EMAIL
    is_on = False


def person(**fields):
    """Somebody who works in an institution and has an address; `zone`: of the institution's region."""
    zone = fields.pop("zone", None)
    membership = MembershipFactory(user=UserFactory(**fields))
    if zone:
        region = membership.institution.region
        region.time_zone = zone
        region.save()
    return membership.user
