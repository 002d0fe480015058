"""One module of views for each kind of visitor or theme; `edges/web/urls.py` says which address leads to which."""
