"""Questions of banks answered one by one and in lists; debtors enrolled on the spot and their first months paid."""
