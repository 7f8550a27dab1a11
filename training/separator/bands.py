"""What the network sees of a spectrum: 348 bands of a 4096-sample Hann window at 44.1 kHz, of mid and side."""
import numpy as np
from scipy import fft

WINDOW, HOP = 4096, 1024
# from bin, width in bins, how many: 1 bin to 1.5 kHz, 2 to 3 kHz, 4 to 6 kHz, 12 to 12 kHz, 40 above
LAYOUT = ((3, 1, 137), (140, 2, 70), (280, 4, 70), (560, 12, 47), (1124, 40, 24))
EDGES = np.array([start + width * k for start, width, count in LAYOUT for k in range(count)] + [WINDOW // 2 + 1])
BANDS = len(EDGES) - 1
WIDTHS = np.diff(EDGES).astype(np.float32)


def spectra(stereo):
    """Complex64 (2, frames, bins) of mid and side; frame t starts at (t - 3) * HOP as in the Java class Stft."""
    mid_side = np.stack([(stereo[:, 0] + stereo[:, 1]) / 2, (stereo[:, 0] - stereo[:, 1]) / 2]).astype(np.float32)
    frames = -(-mid_side.shape[1] // HOP) + 3
    padded = np.zeros((2, (frames - 1) * HOP + WINDOW), np.float32); padded[:, 3 * HOP:3 * HOP + mid_side.shape[1]] = mid_side
    window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    view = np.lib.stride_tricks.as_strided(padded, (2, frames, WINDOW), (padded.strides[0], HOP * 4, 4))
    return fft.rfft(view * window, axis=-1)


def banded(per_bin):
    """Sums over each band's bins along the last axis."""
    return np.add.reduceat(per_bin[..., EDGES[0]:], EDGES[:-1] - EDGES[0], axis=-1)


def powers(v, a):
    """Per-band |V|^2, |A|^2 and Re(V A*), each float32 (2, frames, BANDS), of spectra."""
    return banded(v.real ** 2 + v.imag ** 2), banded(a.real ** 2 + a.imag ** 2), banded(v.real * a.real + v.imag * a.imag)
