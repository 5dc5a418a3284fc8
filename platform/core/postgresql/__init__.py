"""Django's database backend for PostgreSQL, whose pool is renewed when its connections were cut."""
