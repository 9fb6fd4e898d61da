"""What is decided: pure functions of their arguments. No Kafka, no Faust, no clock, no I/O. Imports schemas only."""
