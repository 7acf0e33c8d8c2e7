#!/bin/sh
# Run once by the PostgreSQL image, on an empty volume: the two roles and the database of the owner.
set -eu
psql --username "$POSTGRES_USER" --no-psqlrc --set ON_ERROR_STOP=1 \
  --set owner_password="$OWNER_PASSWORD" --set web_password="$WEB_PASSWORD" <<'SQL'
CREATE ROLE atensi_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE atensi_web LOGIN PASSWORD :'web_password';
CREATE DATABASE atensi OWNER atensi_owner;
REVOKE ALL ON DATABASE atensi FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE atensi TO atensi_web;
SQL
