"""The portrait of a person: one shown at a time, the former ones kept as rows that are served no more."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.documents.services import store_document
from atensi.errors import Problem, RuleViolation, require_no_problems

from ..eligibility.agreements import portrait_problems
from ..models import Beneficiary, BeneficiaryPhoto, Case
from ..portraits import TYPE, drawn_anew
from .persons import begin

TITLE = "foto"  # it may become the name of a saved file: nobody's name


@transaction.atomic
def set_photo(*, case: Case, content: bytes, by: Actor) -> BeneficiaryPhoto:
    """Keep a portrait, drawn anew without metadata, in place of the one before. Raises NotAllowed, RuleViolation."""
    _case, person = begin(case, by)
    require_no_problems(portrait_problems(person))
    drawn = drawn_anew(content, most_bytes=settings.PHOTO_MAX_BYTES)
    _take_away(person, by)
    document = store_document(subject=subject_of(person), title=TITLE, content=drawn, content_type=TYPE, by=by)
    photo = BeneficiaryPhoto.objects.create(beneficiary=person, document=document, added_by_id=by.user_id)
    record("beneficiary.photo_set", person, by=by, data={"photo": photo.pk})
    return photo


@transaction.atomic
def remove_photo(*, case: Case, by: Actor) -> int:
    """Show the portrait no more; its number. Raises NotAllowed, RuleViolation."""
    _case, person = begin(case, by)
    gone = _take_away(person, by)
    if gone is None:
        raise RuleViolation(Problem("photo_missing", _("Tidak ada foto.")))
    record("beneficiary.photo_remove", person, by=by, data={"photo": gone.pk})
    return gone.pk


def hide_photo(*, person: Beneficiary, by: Actor) -> None:
    """Take the portrait away because the consent to it was, as part of the service that did it."""
    gone = _take_away(person, by)
    if gone is not None:
        record("beneficiary.photo_remove", person, by=by, data={"photo": gone.pk})


def _take_away(person: Beneficiary, by: Actor) -> BeneficiaryPhoto | None:
    photo = person.photos.filter(removed_at=None).first()
    if photo is not None:
        photo.removed_at, photo.removed_by_id = timezone.now(), by.user_id
        photo.save(update_fields=["removed_at", "removed_by"])
    return photo
