# The application; the same image runs web, worker, beat and the preparation. What was tried: README, Servers.
FROM python:3.12-slim

RUN useradd --system --create-home atensi && install -d -o atensi /srv/atensi /var/lib/atensi
WORKDIR /srv/atensi
COPY requirements.lock .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY --chown=atensi . .
USER atensi
RUN python -c "from pathlib import Path; from atensi.embedded.catalogues import compile_catalogues as run; run(Path())"
ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=atensi.settings ATENSI_STATE_DIR=/var/lib/atensi
EXPOSE 8000
CMD ["gunicorn", "atensi.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket", "--logger-class", "atensi.embedded.access_log.QuietLogger", "--access-logfile", "-", "--access-logformat", "%({x-request-id}o)s %(m)s %(U)s %(s)s %(M)sms"]
