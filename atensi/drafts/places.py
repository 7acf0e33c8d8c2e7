"""Where a draft belongs, and the signed token by which a page's form says so.

The token stands in the form. It lets whoever has the page keep words for the page's owner and nothing else: also when
their session has ended meanwhile, and when the browser was handed to somebody else.
"""

from dataclasses import astuple, dataclass
from datetime import timedelta

from django.core import signing

TOKEN = "draft"  # noqa: S105  the name of the field in the form
LIFE = timedelta(days=7)
SALT = "atensi.drafts"
LONGEST_SUBJECT = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Whose draft, acted under which membership, of which form (URL name) on which page (its address)."""

    owner_id: int
    membership_id: int
    form: str
    subject: str

    @property
    def token(self) -> str:
        return signing.dumps(astuple(self), salt=SALT)


def read_token(token: str) -> Place | None:
    """The place that a form's token names; None for a token that is none of ours, or too old."""
    try:
        return Place(*signing.loads(token, salt=SALT, max_age=LIFE))
    except (signing.BadSignature, TypeError):
        return None
