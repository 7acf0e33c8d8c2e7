from celery import shared_task

from .services import forget_answers


@shared_task
def forget_kept_answers() -> None:
    """Once an hour: the answers kept for repeated requests."""
    forget_answers()
