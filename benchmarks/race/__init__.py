"""What `benchmarks/runners.py` compares: one workload, one server, and those who send it."""
