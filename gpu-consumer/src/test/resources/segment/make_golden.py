"""Writes apply.golden: what Demucs' own apply_model makes of noise with a network that is a formula.

usage: make_golden.py CHECKOUT_OF_DEMUCS apply.golden      (Debian's python3-torch; modules that apply.py does not need are stubbed)

Little-endian. Per case: frames, segment samples, number of shift offsets, the offsets (int32); the mix, 2 x frames, then the stems,
2 x 2 x frames (float32). SegmentedSeparationGoldenTest has the same network.
"""

import importlib
import random
import struct
import sys
import types

CHECKOUT, OUT = sys.argv[1:]
RATE_HZ = 8000
CASES = [(1, 100, []), (75, 100, []), (100, 100, []), (176, 100, []), (1000, 100, []), (700, 202, [0, 4000, 1234]), (60, 700, [3999])]


class Stub(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


sys.path.insert(0, CHECKOUT)
for name in ["demucs.htdemucs", "demucs.hdemucs", "demucs.demucs"]:
    sys.modules[name] = Stub(name)
for name in ["tqdm", "einops", "julius", "diffq", "torchaudio"]:
    try:
        importlib.import_module(name)
    except ImportError:
        sys.modules[name] = Stub(name)

import torch
from demucs import apply


class Formula(torch.nn.Module):
    """Depends on the place in the segment, on what stands around, and on loudness."""

    def __init__(self, segment_samples):
        super().__init__()
        self.samples = segment_samples
        self.samplerate = RATE_HZ
        self.segment = segment_samples / RATE_HZ
        self.sources = ["vocals", "drums"]
        # apply_model computes the length from the seconds, which must not lose a sample.
        assert int(self.segment * RATE_HZ) == segment_samples

    def valid_length(self, length):
        return self.samples

    def forward(self, mix):
        place = torch.arange(self.samples).double()
        here = mix.double()
        gain = torch.tensor([1.0, 2.0]).double()[None, :, None]
        vocals = here * torch.cos(0.01 * place) + 0.3 * here.flip(-1)
        drums = torch.tanh(here) * gain + 1e-4 * place
        return torch.stack([vocals, drums], 1).float()


with open(OUT, "wb") as out:
    for frames, segment_samples, offsets in CASES:
        torch.manual_seed(frames)
        mix = torch.randn(2, frames) * 0.2 + 0.05
        drawn = iter(offsets)
        random.randint = lambda low, high: next(drawn)
        # As separate_tensor of api.py does; it has no deviation for a single sample.
        mono = mix.mean(0)
        scale = (mono.std() if frames > 1 else 0) + 1e-8
        stems = apply.apply_model(Formula(segment_samples), ((mix - mono.mean()) / scale)[None], shifts=len(offsets), overlap=0.25)[0]
        stems = stems * scale + mono.mean()
        out.write(struct.pack(f"<{3 + len(offsets)}i", frames, segment_samples, len(offsets), *offsets))
        out.write(mix.numpy().astype("<f4").tobytes())
        out.write(stems.numpy().astype("<f4").tobytes())
