"""What is decided of hooks: who takes a notice, what is posted, when it is tried again, which addresses are allowed."""
