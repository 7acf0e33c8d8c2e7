"""Where a draft belongs, and the signed token by which a page's form says so.

The token stands in the form. It lets whoever has the page keep words for the page's owner and nothing else: also when
their session has ended meanwhile, and when the browser was handed to somebody else.
"""

from dataclasses import astuple, dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

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


def place_of(request: HttpRequest) -> Place | None:
    """The page's place; of a form that comes back, wherever it was sent to, the place it was typed at. None for
    somebody without membership, and for an address that is too long to be kept."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.membership_id is None:
        return None
    sent = read_token(request.POST.get(TOKEN, "")) if request.method == "POST" else None
    if sent and (sent.owner_id, sent.membership_id) == (actor.user_id, actor.membership_id):
        return sent
    address = request.get_full_path()
    if len(address) > LONGEST_SUBJECT or request.resolver_match is None:
        return None
    return Place(actor.user_id, actor.membership_id, request.resolver_match.view_name, address)
