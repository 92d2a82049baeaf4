"""How the database is made and asked: operations of migrations, questions worded once."""
