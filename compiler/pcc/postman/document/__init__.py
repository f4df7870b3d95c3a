"""JSON documents: text in and out without loss, typed access with pointers, merging of what changed."""
