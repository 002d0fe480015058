"""What membership, programmes, numbers and paid-up cover follow from: pure functions of what is stored."""
