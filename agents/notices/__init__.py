"""What notices are made of: the words that counted, when a rule may ring, what is remembered of its stories."""
