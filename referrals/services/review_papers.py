"""The paper of a held review: its number and its PDF, made with it."""

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.documents.models import Document
from atensi.documents.numbers import next_number
from atensi.documents.pdf import render_pdf
from atensi.documents.services import new_verification_code, store_document

from ..models import PlacementReview
from ..review_papers import review_paper


def issue_paper(review: PlacementReview, *, by: Actor) -> tuple[str, Document]:
    """Number and stored PDF of `review`, whose fields say what is about to be saved. Part of the caller's transaction.

    The number is the case's office's next one: "TPP/0007/DINSOS-14.01/2026".
    """
    region, year = review.placement.case.office.region_id, review.held_on.year
    number = review.number = f"TPP/{next_number(f'review:{region}:{year}'):04}/DINSOS-{region}/{year}"
    code = new_verification_code()
    content = render_pdf("placement_review", review_paper(review, code=code, by=by), at=review.recorded_at)
    document = store_document(
        subject=subject_of(review),
        title=number,
        content=content,
        content_type="application/pdf",
        by=by,
        verification_code=code,
    )
    return number, document
