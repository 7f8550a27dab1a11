"""A solo instrument with its truth: onset = note-on + the instrument's measured attack latency; offset = last moment above 10 % of the
note's peak, at most the next onset; f0 = nominal pitch."""
import numpy as np
from . import RATE_HZ
from .melody import compose
from .midi import Sequence

# program, range
INSTRUMENTS = {
    'violin': (40, 57, 88), 'viola': (41, 50, 79), 'cello': (42, 40, 67), 'trumpet': (56, 56, 80), 'trombone': (57, 43, 67), 'horn': (60, 45, 70),
    'sopranosax': (64, 60, 82), 'altosax': (65, 52, 77), 'tenorsax': (66, 47, 70), 'oboe': (68, 60, 84), 'bassoon': (70, 37, 62), 'clarinet': (71, 52, 80),
    'piccolo': (72, 76, 98), 'flute': (73, 61, 90), 'recorder': (74, 67, 90), 'panflute': (75, 62, 84), 'ocarina': (79, 62, 84), 'piano': (0, 45, 84),
    'nylonguitar': (24, 43, 76), 'vibraphone': (11, 55, 84),
}
_latency = {}


def levels(x, step_s=.005):
    """RMS per 5 ms."""
    mono = x.mean(1) if x.ndim == 2 else x
    edges = np.round(np.arange(0, len(mono) / RATE_HZ / step_s) * step_s * RATE_HZ).astype(int)   # 5 ms are no whole number of samples
    energy = np.concatenate([[0.], np.cumsum(mono.astype(np.float64) ** 2)])
    return np.sqrt(np.maximum(0, np.diff(energy[edges])) / np.diff(edges))


def attack_latency(soundfont, name):
    """Median seconds from note-on until the 5 ms RMS reaches 30 % of the note's peak, over isolated notes."""
    if (soundfont, name) not in _latency:
        program, low, high = INSTRUMENTS[name]
        s = Sequence(); s.program(0, program)
        pitches = np.linspace(low + 2, high - 2, 8).astype(int)
        for k, midi in enumerate(pitches): s.note(0, 1.5 * k, 1.5 * k + .5, midi, 95)
        level = levels(s.render(soundfont, 12.))
        reached = []
        for k in range(8):
            part = level[300 * k:300 * k + 120]
            if part.max() > 1e-5: reached.append(.005 * (np.flatnonzero(part >= .3 * part.max())[0] + .5))
        _latency[soundfont, name] = float(np.median(reached))
    return _latency[soundfont, name]


def play(rng, soundfont, name, seconds):
    """(stereo audio, notes, f0 times, f0 Hz, latency): a phrase, repeated notes, a run, staccato, long notes, in random order."""
    program, low, high = INSTRUMENTS[name]
    plan = _sections(rng, low, high, seconds)
    s = Sequence(); s.program(0, program)
    for start, end, midi, velocity in plan: s.note(0, start, end, midi, velocity)
    audio = s.render(soundfont, seconds)
    latency = attack_latency(soundfont, name)
    level, notes = levels(audio), []
    for (start, end, midi, _), following in zip(plan, plan[1:] + [(seconds, 0, 0, 0)]):
        onset, limit = start + latency, min(following[0] + latency, seconds)
        part = level[int(onset / .005):int(limit / .005)]
        above = np.flatnonzero(part > .1 * part.max()) if len(part) else []
        if len(above): notes.append((onset, min(limit, onset + .005 * (above[-1] + 1)), float(midi)))
    t = np.arange(int(seconds * 100)) / 100; f0 = np.zeros(len(t))
    for onset, offset, midi in notes: f0[(t >= onset) & (t < offset)] = 440 * 2 ** ((midi - 69) / 12)
    return audio, notes, t, f0, latency


def _sections(rng, low, high, seconds):
    plan, now = [], .4
    tonic = int(rng.integers(12))
    ladder = [m for m in range(low, high) if (m - tonic) % 12 in (0, 2, 4, 5, 7, 9, 11)]
    while now < seconds - 1.5:
        kind = rng.choice(('phrase', 'repeat', 'run', 'staccato', 'long'))
        at, beat = int(rng.integers(3, len(ladder) - 3)), rng.uniform(.3, .6)
        count = {'phrase': 8, 'repeat': 5, 'run': 9, 'staccato': 6, 'long': 1}[kind]
        direction = rng.choice((-1, 1))
        for k in range(count):
            step = {'phrase': beat * rng.choice((1, 1, .5, 2)), 'repeat': beat * .8, 'run': rng.uniform(.1, .13), 'staccato': beat * .8, 'long': 2.2}[kind]
            sounding = {'phrase': 1., 'repeat': .85, 'run': 1., 'staccato': .35, 'long': .9}[kind] * step
            if now + step > seconds - .3: return plan
            plan.append((now, now + sounding, ladder[at], rng.uniform(70, 112)))
            now += step
            if kind == 'run': at += direction
            elif kind != 'repeat': at += int(rng.choice((-2, -1, -1, 1, 1, 2, 3, -3)))
            at = int(np.clip(at, 0, len(ladder) - 1))
            if kind == 'phrase' and plan[-1][2] == ladder[at]: plan[-1] = plan[-1][:1] + (plan[-1][0] + .9 * step,) + plan[-1][2:]
        now += rng.uniform(.25, .7)
    return plan
