"""Taking money in, finding out whose it is, and paying bills with it."""
