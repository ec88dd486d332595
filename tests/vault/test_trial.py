"""Made-up people go into a vault made for them, and into no other."""
