"""What may be asked, what is answered, and what an enrolment on the spot costs. Pure."""
