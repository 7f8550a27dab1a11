"""Source-filter synthesis of a `Performance`: a glottal pulse read from band-limited tables, noise, and an all-pole tract applied by
short-time spectra (Klatt 1980; pulse shape after Rosenberg 1971 with a one-pole return phase)."""
import numpy as np
from . import RATE_HZ
from .performance import CONTROL_HZ
from .voices import UNVOICED_CONSONANTS

TABLE = 4096
WINDOW, HOP, FFT = 1024, 256, 2048
BINS_HZ = np.fft.rfftfreq(FFT, 1 / RATE_HZ)


def render(rng, voice, p):
    """Mono samples of about unit loudness, float32, and nothing above full scale is promised."""
    n = int(p.seconds * RATE_HZ)
    at = np.arange(n) * (CONTROL_HZ / RATE_HZ)
    grid = np.arange(len(p.gate))
    f0 = np.interp(at, grid, p.f0_hz); gate = np.interp(at, grid, p.gate); level = np.interp(at, grid, p.level); effort = np.interp(at, grid, p.effort)
    source, phase = _source(rng, voice, f0, effort)
    shimmer = 1 + voice.shimmer * _slow_noise(rng, n, 130)
    creak = 1 + voice.creak * np.sin(np.pi * phase) * np.clip(1.2 - effort, 0, 1)
    breath = voice.breath * (1.3 - .8 * effort) * (1 + .6 * np.sin(2 * np.pi * phase)) * rng.standard_normal(n)
    driven = (source * shimmer * creak * level + breath * np.sqrt(level)) * gate
    frames = 1 + (n + WINDOW) // HOP
    tract = _tract(voice, _formants(rng, voice, p, frames), _at_frames(p.f0_hz, frames))
    out = filtered(driven, tract)
    out /= np.sqrt(np.mean(out[gate > .5] ** 2)) + 1e-9 if (gate > .5).any() else 1
    return (out + _noises(rng, voice, p, n)).astype(np.float32)


def _slow_noise(rng, n, hz):
    """Unit noise with a bandwidth of about `hz`, linear between points."""
    points = int(n * hz / RATE_HZ) + 3
    return np.interp(np.arange(n) * (hz / RATE_HZ), np.arange(points), rng.standard_normal(points))


def _source(rng, voice, f0, effort):
    n = len(f0)
    points = rng.standard_normal(int(n * 250 / RATE_HZ) + 12)
    quick = points - np.convolve(points, np.ones(9) / 9, 'same')     # from cycle to cycle, without a drift that f0 would have to show
    jittered = f0 * (1 + voice.jitter * np.interp(np.arange(n) * (250 / RATE_HZ), np.arange(len(quick)), quick))
    phase = np.cumsum(jittered) / RATE_HZ
    soft = _tables(min(.95, voice.open_quotient + .12), voice.corner_hz * .45)
    loud = _tables(max(.35, voice.open_quotient - .08), voice.corner_hz * 1.6)
    position = (phase % 1) * TABLE
    low = position.astype(np.int32); part = (position - low).astype(np.float32)
    octave = np.clip(np.ceil(2 * np.log2(jittered / 60)).astype(np.int32), 0, len(soft) - 1)
    read = lambda table: table[octave, low] * (1 - part) + table[octave, low + 1] * part
    return read(soft) * (1 - effort) + read(loud) * effort, phase


_cache = {}


def _tables(open_quotient, corner_hz):
    """One cycle per half octave of f0 from 60 Hz, band-limited to 16 kHz; unit rms."""
    key = (round(open_quotient, 3), round(corner_hz, 0))
    if key in _cache: return _cache[key]
    t = np.arange(TABLE) / TABLE
    rise, fall = .68 * open_quotient, .32 * open_quotient
    flow = np.where(t < rise, .5 - .5 * np.cos(np.pi * t / rise), np.where(t < rise + fall, np.cos(np.pi / 2 * (t - rise) / fall), 0))
    spectrum = np.fft.rfft(np.diff(flow, append=flow[0]))
    tables = []
    for k in range(13):
        f0 = 60 * 2 ** (k / 2)
        h = np.arange(len(spectrum)); keep = h * f0 < 16000
        tilted = spectrum * keep / (1 + 1j * h * f0 / corner_hz); tilted[0] = 0
        one = np.fft.irfft(tilted); one /= np.sqrt(np.mean(one ** 2))
        tables.append(np.append(one, one[0]))
    if len(_cache) > 40: _cache.clear()
    _cache[key] = np.array(tables, np.float32)
    return _cache[key]


def _at_frames(curve, frames):
    return curve[np.clip((np.arange(frames) * HOP - WINDOW // 2) * CONTROL_HZ // RATE_HZ, 0, len(curve) - 1)]


def _formants(rng, voice, p, frames):
    """F1..F4 per frame, gliding between the syllables' targets."""
    times = (np.arange(frames) * HOP - WINDOW // 2) / RATE_HZ
    targets = np.tile(np.array(p.vowels[0][1] if p.vowels else (730, 1090, 2440, 3400), float), (frames, 1))
    for time, formants in p.vowels: targets[np.searchsorted(times, time):] = formants
    targets *= voice.tract * np.array(voice.formant_shift)
    width = int(rng.uniform(.035, .08) * RATE_HZ / HOP) | 1
    kernel = np.hanning(width + 2)[1:-1]; kernel /= kernel.sum()
    padded = np.pad(targets, ((width // 2, width // 2), (0, 0)), 'edge')
    smooth = np.stack([np.convolve(padded[:, k], kernel, 'valid') for k in range(4)], 1)
    return smooth * (1 + .012 * np.interp(np.arange(frames), np.arange(0, frames + 40, 40), rng.standard_normal(len(np.arange(0, frames + 40, 40)))))[:, None]


def _tract(voice, formants, f0):
    """Complex response per frame and bin."""
    f1 = np.maximum(formants[:, 0], np.where(f0 > 350, 1.02 * f0, 0))
    low = np.stack([f1, np.maximum(formants[:, 1], f1 + 250), formants[:, 2], formants[:, 3]], 1)
    higher = np.array([4400, 5400, 6500, 7600, 8700, 9800]) * voice.tract
    squares = (BINS_HZ ** 2).astype(np.float32); iw = (1j * BINS_HZ).astype(np.complex64)
    response = np.ones((len(f0), len(BINS_HZ)), np.complex64)
    for k in range(4):
        bandwidth = np.float32((65, 80, 110, 160)[k] * (1 + .3 * (voice.breath > .05)) * voice.blur)
        centre = (low[:, k:k + 1] ** 2).astype(np.float32)
        response *= centre / (centre - squares + bandwidth * iw)
    fixed = np.ones(len(BINS_HZ), np.complex128)
    for f in higher: fixed *= f * f / (f * f - BINS_HZ ** 2 + 1j * BINS_HZ * (120 + .05 * f) * voice.blur)
    ring = 2900 * voice.tract ** .5
    fixed *= 10 ** (voice.ring / 20 * np.exp(-.5 * ((BINS_HZ - ring) / 500) ** 2))
    fixed *= 1j * BINS_HZ / (1j * BINS_HZ + 60)
    fixed *= 10 ** (voice.bright / 20 * np.log2(np.clip(BINS_HZ / 2500, 1, 5)))
    return response * fixed.astype(np.complex64)


def filtered(x, response):
    """x through one response per frame (frames x bins), 75 % overlapped Hann windows."""
    n = len(x); window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    padded = np.zeros((len(response) - 1) * HOP + WINDOW, np.float32); padded[WINDOW:WINDOW + n] = x[:len(padded) - WINDOW]
    out = np.zeros(len(padded) + FFT, np.float32)
    for block in range(0, len(response), 512):
        rows = min(512, len(response) - block)
        view = np.lib.stride_tricks.as_strided(padded[block * HOP:], (rows, WINDOW), (HOP * 4, 4))
        y = np.fft.irfft(np.fft.rfft(view * window, FFT) * response[block:block + rows]).astype(np.float32) / 2
        for k in range(FFT // HOP):   # overlapping rows, by columns of one hop
            start = (block + k) * HOP
            out[start:start + rows * HOP] += y[:, k * HOP:(k + 1) * HOP].reshape(-1)
    return out[WINDOW:WINDOW + n]


def shaped_noise(rng, length, centre_hz, octaves):
    spectrum = np.fft.rfft(rng.standard_normal(length))
    f = np.fft.rfftfreq(length, 1 / RATE_HZ) + 1
    spectrum *= np.exp(-.5 * (np.log2(f / centre_hz) / (octaves / 2)) ** 2)
    y = np.fft.irfft(spectrum, length)
    return y / (np.sqrt(np.mean(y ** 2)) + 1e-9)


def _noises(rng, voice, p, n):
    """Consonants, breaths and the buzz of voiced fricatives."""
    out = np.zeros(n + RATE_HZ, np.float32)
    for s in p.sounds:
        length = max(64, int(s.length * RATE_HZ)); at = max(0, int(s.start * RATE_HZ))
        if at >= n: continue
        if s.name == 'breath': centre, octaves, level, stop = 1700 * voice.tract * rng.uniform(.7, 1.5), 2.2, .022, False
        else: centre, octaves, level, stop = UNVOICED_CONSONANTS[s.name]
        y = shaped_noise(rng, length, centre * (voice.tract ** .5) * rng.uniform(.85, 1.15), octaves)
        t = np.arange(length) / length
        if stop: y *= np.where(t < .55, 0, np.exp(-(t - .55) * rng.uniform(4, 12)))
        else: y *= np.sin(np.pi * np.clip(t, 0, 1)) ** .6
        out[at:at + length] += (y * level * s.level)[:len(out) - at]
    for start, end, level in p.buzz:
        length = max(64, int((end - start) * RATE_HZ)); at = int(start * RATE_HZ)
        if at < n: out[at:at + length] += (shaped_noise(rng, length, rng.choice((5500, 3500)), 1.5) * level * np.hanning(length))[:len(out) - at]
    return out[:n]
