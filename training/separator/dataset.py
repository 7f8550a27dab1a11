"""Band powers of songs in memory, and batches of them with everything that needs no audio: levels, equalisers, width, mono, other pairings."""
import glob, json, math, os
import numpy as np, torch
from .bands import BANDS, WIDTHS

LN10 = math.log(10)


class Songs:
    """All pairings of the songs of the given roles.  Rows of `v2`, `a2`, `correlation` are frames, (rows, 2, BANDS)."""
    def __init__(self, folder, roles, natural_only=False, before=None):
        """`before`: only songs with a lower number."""
        files = []
        for path in sorted(glob.glob(f'{folder}/*.json')):
            if before and int(os.path.basename(path)[:-5]) >= before: continue
            j = json.load(open(path))
            if j['role'] in roles:
                for k, voice in enumerate(j['pairs'][:1 if natural_only else None]): files.append((path[:-5] + f'_{k}.npz', voice, j))
        rows = sum(j['frames'] for _, _, j in files)
        self.v2 = np.empty((rows, 2, BANDS), np.float16); self.a2 = np.empty_like(self.v2); self.correlation = np.empty((rows, 2, BANDS), np.int8)
        self.starts, self.lengths, self.voices, self.sources = [], [], [], []
        at = 0
        for path, voice, j in files:
            with np.load(path) as z:
                n = len(z['v2']); self.v2[at:at + n], self.a2[at:at + n], self.correlation[at:at + n] = z['v2'], z['a2'], z['correlation']
            self.starts.append(at); self.lengths.append(n); self.voices.append(voice); self.sources.append(j); at += n
        mean = lambda x, i: np.mean(10 ** x[self.starts[i]:self.starts[i] + self.lengths[i]:3].astype(np.float32), 0)
        self.mean_v = torch.tensor(np.array([mean(self.v2, i) for i in range(len(files))])); self.mean_a = torch.tensor(np.array([mean(self.a2, i) for i in range(len(files))]))
        self.sung = [i for i, v in enumerate(self.voices) if v != 'none']

    def cut(self, array, items, offsets, frames):
        return torch.from_numpy(np.stack([array[self.starts[i] + o:self.starts[i] + o + frames] for i, o in zip(items, offsets)])).float()


def _curves(rng, n, depth_db):
    """Smooth random equalisers, power gains (n, 1, 1, BANDS)."""
    x = np.linspace(0, 1, BANDS)[None]
    db = rng.standard_normal((n, 1)) * depth_db * (x - .3)
    for k in (1, 2, 3, 5): db = db + rng.standard_normal((n, 1)) * depth_db / (1 + k) * np.cos(np.pi * k * x + rng.uniform(0, 6, (n, 1)))
    return torch.tensor(10 ** (db / 10), dtype=torch.float32)[:, None, None]


def _hiss(rng, n, frames):
    """Band powers of noise relative to the recording's level, for a fifth of the batch; sums over as many random bins as a band has."""
    out = torch.zeros(n, frames, 2, BANDS)
    curves = _curves(rng, n, 3.)
    for k in range(n):
        if rng.random() > .2: continue
        shape = np.maximum(1, .7 * WIDTHS)
        power = rng.standard_gamma(shape, (frames, 2, BANDS)) / shape * WIDTHS * 10 ** rng.uniform(-4.5, -1)
        swell = np.exp(-rng.uniform(0, .3) * (np.arange(frames) % rng.integers(10, 40)))[:, None, None] if rng.random() < .5 else 1.     # steady, or in bursts
        width = np.array([1., rng.choice((0, .1, 1))])[None, :, None]
        out[k] = torch.tensor(power * swell * width, dtype=torch.float32) * curves[k]
    return out


def batch(rng, songs, n, frames, noisy=False):
    """(V2, A2, VA, level): per-band sums (n, frames, 2, BANDS) and the recordings' levels (n, 1, 1).  `noisy`: some with hiss."""
    items = rng.integers(0, len(songs.starts), n); offsets = [int(rng.integers(0, songs.lengths[i] - frames)) for i in items]
    singers, entries = items.copy(), list(offsets)
    for k in range(n):                       # the vocals of any other song, as if their phases were those of the stored pairing
        if rng.random() < .4 and songs.voices[items[k]] != 'none':
            singers[k] = songs.sung[int(rng.integers(len(songs.sung)))]; entries[k] = int(rng.integers(0, songs.lengths[singers[k]] - frames))
    v2 = torch.exp(LN10 * songs.cut(songs.v2, singers, entries, frames)); a2 = torch.exp(LN10 * songs.cut(songs.a2, items, offsets, frames))
    c = songs.cut(songs.correlation, items, offsets, frames) / 127
    column = lambda x: torch.tensor(np.asarray(x, np.float32))[:, None, None, None]
    roll = rng.random(n)
    gain_v = column(10 ** (rng.uniform(-9, 7, n) / 10) * (roll > .03)) * _curves(rng, n, 2.5)
    gain_a = column(1. * (roll < .98)) * _curves(rng, n, 2.5) + 1e-9
    width = np.ones((n, 1, 2, 1), np.float32), np.ones((n, 1, 2, 1), np.float32)
    for k in range(n):
        if rng.random() < .22: width[0][k, 0, 1] = width[1][k, 0, 1] = 0
        else: width[0][k, 0, 1] = rng.uniform(0, 1.3) ** 2; width[1][k, 0, 1] = rng.uniform(.1, 1.5) ** 2
    gain_v = gain_v * torch.from_numpy(width[0]); gain_a = gain_a * torch.from_numpy(width[1])
    for k in range(n):                       # lossy or narrow sources
        if rng.random() < .15:
            cut = int(rng.integers(250, BANDS)); fade = torch.ones(BANDS); fade[cut:] = 1e-7
            gain_v[k] = gain_v[k] * fade; gain_a[k] = gain_a[k] * fade
    v2, a2 = v2 * gain_v, a2 * gain_a
    hiss = _hiss(rng, n, frames) if noisy else None
    level = (songs.mean_v[singers] * gain_v[:, 0] + songs.mean_a[items] * gain_a[:, 0]).sum((1, 2)) / BANDS
    level = level * torch.tensor(10 ** (.15 * rng.standard_normal(n)), dtype=torch.float32)
    if hiss is not None: a2 = a2 + hiss * level[:, None, None, None]; level = level * (1 + hiss.mean((1, 2, 3)) * 2)
    return v2, a2, c * torch.sqrt(v2 * a2), level[:, None, None] + 1e-6


WIDTH_ROW = torch.tensor(WIDTHS)


def observed(v2, a2, va):
    """(mixture power X2, Re(V X*)) of sums."""
    x2 = (v2 + a2 + 2 * va).clamp(min=0)
    return x2, v2 + va
