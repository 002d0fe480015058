"""What is asked of the funds: where the money stands, who asks for it, what comes back."""
