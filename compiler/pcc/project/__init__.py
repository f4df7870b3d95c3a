"""The project on disk: its settings and workflows, and the joining of all parts for `pcc.build` and `pcc.replay`."""
