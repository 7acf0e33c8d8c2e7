"""A form of a page whose fields stand in sections, each with its heading. A leaf."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.forms import BoundField
from django.utils.functional import Promise

from atensi.versions import VersionedForm


class SectionedForm(VersionedForm):
    """sections: (heading, names of fields) in order; two: fields drawn side by side; optional: words in place of
    "(bila ada)", by field.

    `page_heading`, `verb`: the words on the page and on its button. `lead`: what follows from it, if fields do not say.
    """

    sections: ClassVar[Sequence[tuple[str | Promise, Sequence[str]]]] = ()
    two: ClassVar[Sequence[str]] = ()
    optional: ClassVar[Mapping[str, str | Promise]] = {}
    page_heading: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    verb: ClassVar[str | Promise] = ""

    def heading_of(self, heading: str | Promise, names: Sequence[str]) -> str | Promise:
        """The heading of a section that holds the fields `names`."""
        return heading

    def fieldsets(self) -> list[tuple[str | Promise, list[BoundField]]]:
        """Each section that has a field: one that only a new row asks may be left out of the form."""
        held = ((heading, [name for name in names if name in self.fields]) for heading, names in self.sections)
        return [(self.heading_of(heading, names), [self[name] for name in names]) for heading, names in held if names]
