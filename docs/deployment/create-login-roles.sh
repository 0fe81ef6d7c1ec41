#!/bin/sh
# Runs once, when the database container makes its cluster. The owner (POSTGRES_USER) makes and migrates the tables.
# The web server, the worker and beat sign in as tracker_web, which works as tracker_app: it may add audit rows but not
# change or delete them.
set -eu
psql -v ON_ERROR_STOP=1 -v web_password="$TRACKER_WEB_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE tracker_app NOLOGIN;
GRANT tracker_app TO CURRENT_USER;
CREATE ROLE tracker_web LOGIN NOINHERIT PASSWORD :'web_password' IN ROLE tracker_app;
SQL
