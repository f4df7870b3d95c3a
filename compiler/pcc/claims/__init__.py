"""What a published page claims of a workflow, and whether the workflow agrees."""
