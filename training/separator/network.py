"""The mask network: a small temporal convolutional network over band powers (after Luo & Mesgarani 2019, Stoter et al. 2019)."""
import torch
from torch import nn
from torch.nn import functional as F
from .bands import BANDS

INPUTS = 2 * BANDS
DILATIONS = (1, 2, 4, 8, 16, 32, 1, 4)
FLOOR, MIN_SIDE, MAX_SIDE = 1e-7, -6., 3.


def features(mid, side, level):
    """(N, T, INPUTS) of per-bin mean powers (N, T, BANDS) and the recording's level (N, 1, 1): log(M / level + 1e-7), clipped log(S / M)."""
    ratio = torch.log((side / level + FLOOR) / (mid / level + FLOOR)).clamp(MIN_SIDE, MAX_SIDE)
    return torch.cat([torch.log(mid / level + FLOOR), ratio], -1)


class Block(nn.Module):
    def __init__(self, width, inner, dilation):
        super().__init__()
        self.dilation = dilation
        self.norm, self.enter = nn.LayerNorm(width), nn.Linear(width, inner)
        self.spread, self.leave = nn.Linear(3 * inner, inner), nn.Linear(inner, width)

    def forward(self, x):
        y = F.relu(self.enter(self.norm(x)))
        d, n = self.dilation, x.shape[1]
        p = F.pad(y, (0, 0, d, d))
        y = torch.cat([p[:, :n], y, p[:, 2 * d:]], -1)      # t - d, t, t + d
        return x + self.leave(F.relu(self.spread(y)))


class MaskNet(nn.Module):
    def __init__(self, width=256, inner=128, mean=None, deviation=None):
        super().__init__()
        self.register_buffer('mean', torch.zeros(INPUTS) if mean is None else mean)
        self.register_buffer('deviation', torch.ones(INPUTS) if deviation is None else deviation)
        self.enter = nn.Linear(INPUTS, width)
        self.blocks = nn.ModuleList(Block(width, inner, d) for d in DILATIONS)
        self.norm, self.leave = nn.LayerNorm(width), nn.Linear(width, INPUTS)

    def forward(self, x):
        """Masks 0..1 (N, T, INPUTS), first for mid, then for side."""
        y = self.enter((x - self.mean) / self.deviation)
        for block in self.blocks: y = block(y)
        return torch.sigmoid(self.leave(F.relu(self.norm(y))))
