"""What a list is and may become: who may take it, what a row holds, what the database says of it. Pure."""
