"""Of whom somebody found that they are another person though their files are alike."""

from django.db.models import Q

from .models import Beneficiary, DistinctPeople


def distinct_from(person: Beneficiary) -> set[int]:
    """Ids of those of whom somebody found that they are another person, of the file itself or one merged into it."""
    own = Q(one=person) | Q(one__merged_into=person), Q(other=person) | Q(other__merged_into=person)
    pairs = DistinctPeople.objects.filter(own[0] | own[1]).values_list("one_id", "other_id")
    return {pk for pair in pairs for pk in pair} - {person.pk}
