"""Bodies that come with a file, as multipart/form-data, and files that are answered."""

import hashlib
import json
from typing import Any

from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser

LONGEST_NAME = 200


class Multipart(MultiPartParser):
    """The one kind of body that an address with a file reads."""


@extend_schema_field(OpenApiTypes.BINARY)
class Upload(serializers.FileField):
    """A file. validators: those of the page's form."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=LONGEST_NAME, **kwargs)


def parts_of(form: type[serializers.Serializer], sent: QueryDict) -> dict[str, Any]:
    """The parts of a multipart body by name, the last of a name; what is an object to `form` is a part of JSON.
    Raises ValidationError."""
    fields = form().fields
    return {name: _part(name, value, fields.get(name)) for name, value in sent.items()}


def _part(name: str, value: Any, field: Any) -> Any:
    if not isinstance(field, serializers.DictField) or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise ValidationError({name: ["JSON object expected."]}) from error


def fingerprint(sent: QueryDict) -> bytes:
    """What was sent, the same for the same parts: the line between them is another one each time."""
    told = [(name, [_told(value) for value in values]) for name, values in sorted(sent.lists())]
    return json.dumps(told).encode()


def _told(value: Any) -> str:
    if isinstance(value, str):
        return f"text {value}"
    digest = hashlib.sha256(b"".join(value.chunks())).hexdigest()
    value.seek(0)
    return f"file {value.name} {digest}"
