"""The DSL: what a workflow's source imports, by way of `pcc` itself. It builds the model once, then it is done."""
