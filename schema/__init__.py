"""How the database is made: operations of migrations."""
