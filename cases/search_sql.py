"""What the search asks of PostgreSQL, written as its indexes are: another wording would not be served by them."""

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import CharField, Func, TextField


class PhoneKey(Func):
    """The digits of a telephone without 0, 62 or +62: `asked.phone_key`."""

    template = "regexp_replace(regexp_replace((%(expressions)s)::text, '[^0-9]', '', 'g'), '^(0062|62|0)0?', '')"
    output_field = TextField()


class NameParts(Func):
    """The keys of a name, to be found by their beginning."""

    template = "array_to_tsvector(array_remove(%(expressions)s, ''))"
    output_field = SearchVectorField()


class AddressWords(Func):
    """The words of an address, as they are written."""

    template = "to_tsvector('simple'::regconfig, (%(expressions)s)::text)"
    output_field = SearchVectorField()


class LastPart(Func):
    """The serial at the end of a case number: "00118" of "14.01/2026/00118"."""

    template = "split_part((%(expressions)s)::text, '/', 3)"
    output_field = CharField()


def begins_with(words: list[list[str]]) -> SearchQuery:
    """Names of which, for each word, a part begins with one of its keys. The keys are letters and digits."""
    each = ["(" + " | ".join(f"'{key}':*" for key in keys) + ")" for keys in words]
    return SearchQuery(" & ".join(each), search_type="raw", config="simple")


def has_words(text: str) -> SearchQuery:
    return SearchQuery(text, search_type="plain", config="simple")
