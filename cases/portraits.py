"""A portrait as somebody's camera or phone made it, drawn anew: turned upright, small, and without what the file knew
of place, time and device (UU 27/2022: no more than is needed)."""

from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from atensi.errors import Problem, RuleViolation

TYPE = "image/jpeg"
FORMATS = ("JPEG", "PNG", "WEBP")  # by content, whatever the name says
LONGEST_SIDE = 800
QUALITY = 82


def drawn_anew(content: bytes, *, most_bytes: int, longest: int = LONGEST_SIDE, field: str = "photo") -> bytes:
    """A JPEG of at most `longest` pixels a side, without any metadata. field: of the form that the picture came with.

    Raises RuleViolation when the file is larger than `most_bytes`, no picture that is read here, or one that would
    unfold to more than `PHOTO_MAX_PIXELS`.
    """
    if len(content) > most_bytes:
        text = _("Foto paling besar %(n)d MB.") % {"n": most_bytes // (1024 * 1024)}
        raise RuleViolation(Problem("photo_too_large", text, field=field))
    try:
        return _drawn(content, longest, field)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RuleViolation(_unreadable(field)) from error


def _drawn(content: bytes, longest: int, field: str) -> bytes:
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > settings.PHOTO_MAX_PIXELS:
            raise RuleViolation(_unreadable(field))
        picture.thumbnail((longest, longest))  # before it is turned: the whole is never copied
        upright = ImageOps.exif_transpose(picture)
        plain = Image.new("RGB", upright.size, "white")
        seen = upright.convert("RGBA")
        plain.paste(seen, mask=seen.getchannel("A"))
        out = BytesIO()
        plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _unreadable(field: str) -> Problem:
    text = _("Berkas ini bukan foto JPEG, PNG, atau WebP yang dapat dibaca. Simpan ulang fotonya, lalu coba lagi.")
    return Problem("photo_unreadable", text, field=field)
