"""A worker as a process: serving, its pulse and health, and how others see it."""
