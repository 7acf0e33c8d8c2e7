"""What is asked when a draft is published."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm


class PublishForm(AtensiForm):
    legal_basis = forms.CharField(label=_("Dasar hukum atau sumber"), required=False, max_length=300)
