"""What the pipeline costs: compute alone and the whole of it on a real broker, side by side in one run."""
