#!/bin/sh
# Run once by the postgres image: the two roles, neither a superuser, and the owner's database.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner="$OWNER_PASSWORD" --set application="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE planner_owner LOGIN NOSUPERUSER NOCREATEROLE PASSWORD :'owner';
CREATE ROLE planner_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD :'application';
CREATE DATABASE planner OWNER planner_owner;
SQL
