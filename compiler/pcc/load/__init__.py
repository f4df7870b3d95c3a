"""Load: many users replay one collection at once, on Locust, and what they saw is told step by step.

A user is a replay (`pcc.runner`) with ports of its own. `swarm` alone knows Locust; it lives in a process of its own,
because Locust changes the sockets of the whole process. Everything else here is plain and knows nothing of it.
"""
