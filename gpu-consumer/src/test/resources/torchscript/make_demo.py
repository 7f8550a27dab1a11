"""Writes demo/demo.pt: python3 make_demo.py (Debian's python3-torch). Its description, demo/model.json, is written by hand.

Four stems by three low passes: what lies below the first is the bass, then vocals, other, drums. They add up to the mix.
"""
import torch

CUTOFFS_HZ = [200, 2000, 6000]
SAMPLE_RATE_HZ = 44100
TAPS = 255
PROGRAM = """
def forward(self, mix):
    rows = mix.reshape(mix.shape[0] * mix.shape[1], 1, mix.shape[2])
    low = torch.nn.functional.conv1d(rows, self.filters, padding=127)
    low = low.reshape(mix.shape[0], mix.shape[1], 3, mix.shape[2]).transpose(1, 2)
    bass, middle, high = low[:, 0], low[:, 1], low[:, 2]
    return torch.stack([mix - high, bass, high - middle, middle - bass], 1)
"""


class Bands(torch.jit.ScriptModule):
    """Its program is defined by text, so that the file names no path."""

    def __init__(self):
        super().__init__()
        time = torch.arange(TAPS, dtype=torch.float64) - TAPS // 2
        cutoffs = torch.tensor(CUTOFFS_HZ, dtype=torch.float64).reshape(-1, 1) / SAMPLE_RATE_HZ
        filters = 2 * cutoffs * torch.sinc(2 * cutoffs * time) * torch.hann_window(TAPS + 2, False, dtype=torch.float64)[1:-1]
        self.filters = torch.nn.Parameter((filters / filters.sum(1, keepdim=True)).float().reshape(-1, 1, TAPS))
        self.define(PROGRAM)


Bands().save("demo/demo.pt")
