"""What is said: the records that cross a topic, their JSON, and the table of topics. Imports nothing of ours."""
