"""Songs with exact ground truth: synthesised voices, bands from soundfonts, and what is true about them."""

RATE_HZ = 44100
