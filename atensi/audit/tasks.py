from celery import shared_task

from .seals import seal_day


@shared_task
def seal() -> None:
    """Seal today's heads. Runs hourly and seals once a day: a machine that sleeps at night is sealed too."""
    seal_day()
