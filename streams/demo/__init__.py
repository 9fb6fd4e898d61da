"""The demonstration: the whole pipeline on the embedded broker, on the seeds, shown report by report."""
