"""Of every kind of row that is narrowed to what somebody may see, the question itself holds."""

import pytest
from django.apps import apps

from tests.accounts.factories import UserFactory

SCOPED = [model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")]


@pytest.mark.django_db
@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_what_somebody_may_see_of_them_can_be_asked(model):
    list(model._default_manager.visible_to(UserFactory())[:1])
