"""What happens: the only place that knows Kafka, HTTP, files and time. Imports agents and schemas."""
