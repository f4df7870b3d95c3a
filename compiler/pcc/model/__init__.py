"""The model: frozen dataclasses named after Postman's nouns. It imports nothing of pcc but errors.

`template` text with references, `request`, `collection` (with `environment`), `statement` what scripts say,
`result` what a run gives back, `ports` what a run needs of the world.
"""
