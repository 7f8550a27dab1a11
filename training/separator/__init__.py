"""Training of the mask network that separates singing from its accompaniment."""
