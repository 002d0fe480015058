"""What is done with the funds: budgets, applications and their decisions, money out, instalments in, ageing."""
