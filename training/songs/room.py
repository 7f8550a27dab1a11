"""Rooms, levels and stereo: what happens to a dry signal."""
import numpy as np
from scipy import signal
from . import RATE_HZ


def reverb_tail(rng, seconds, damping_hz):
    """Stereo impulse response without its direct sound: early echoes and decaying noise that darkens."""
    n = int(min(3., seconds * 1.2) * RATE_HZ); t = np.arange(n) / RATE_HZ
    tail = rng.standard_normal((n, 2)).astype(np.float32) * (10 ** (-3 * t / seconds))[:, None]
    dark = signal.lfilter(*signal.butter(1, damping_hz / (RATE_HZ / 2)), tail, axis=0)
    fade = np.exp(-t / (.3 * seconds))[:, None]
    tail = tail * fade * .5 + dark * (1 - .5 * fade)
    start = int(rng.uniform(.004, .05) * RATE_HZ); tail[:start] = 0
    for _ in range(8): tail[int(rng.uniform(.003, .06) * RATE_HZ), rng.integers(2)] += 2.5 * rng.standard_normal()
    return (tail / np.sqrt(np.sum(tail ** 2) / 2)).astype(np.float32)


def in_room(rng, mono, seconds=None, wet_db=None, pan=0.):
    """Stereo of a mono signal at a pan of -1..1 with a reverb at `wet_db` beside the direct sound."""
    seconds = seconds or float(np.exp(rng.uniform(np.log(.25), np.log(2.5))))
    wet_db = rng.uniform(-26, -8) if wet_db is None else wet_db
    tail = reverb_tail(rng, seconds, rng.uniform(1500, 7000))
    wet = np.stack([signal.oaconvolve(mono, tail[:, c])[:len(mono)] for c in (0, 1)], 1)
    gains = np.array([np.cos((pan + 1) * np.pi / 4), np.sin((pan + 1) * np.pi / 4)]) * np.sqrt(2)
    return (mono[:, None] * gains + 10 ** (wet_db / 20) * wet).astype(np.float32)


def rms(x): return float(np.sqrt(np.mean(np.asarray(x, np.float64) ** 2)) + 1e-12)


def compressed(x, threshold, ratio):
    """Simple feed-forward compressor on the 20 ms level."""
    mono = np.abs(x).max(1) if x.ndim == 2 else np.abs(x)
    level = np.sqrt(signal.lfilter([1 / 882], [1, -(1 - 1 / 882)], mono ** 2)) + 1e-6
    gain = np.minimum(1, (level / threshold) ** (1 / ratio - 1)).astype(np.float32)
    return x * (gain[:, None] if x.ndim == 2 else gain)


def pink(rng, n):
    spectrum = np.fft.rfft(rng.standard_normal(n)); spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    y = np.fft.irfft(spectrum, n); return (y / rms(y)).astype(np.float32)
