"""The two commands: `script/server` and `script/test` with a PostgreSQL and a Redis of their own."""
