"""How a melody is sung: syllables, joints, pitch and loudness contours, and the truth about them.

Everything is a curve at CONTROL_HZ.  The truth follows the test corpus: a note begins where voicing begins (at a legato joint in the
middle of the glide), an unvoiced consonant ends the note before it, f0 is the smooth contour without cycle jitter."""
from dataclasses import dataclass, field
import numpy as np
from .voices import UNVOICED_CONSONANTS, VOICED_CONSONANTS, VOWELS

CONTROL_HZ = 1000
VOICED_ABOVE = .06
UNVOICED, VOICED, GLOTTAL, LEGATO, VOWEL = 'unvoiced', 'voiced', 'glottal', 'legato', 'vowel'


@dataclass
class Sound:
    """A noise: seconds, and one of UNVOICED_CONSONANTS or 'breath'."""
    start: float
    length: float
    name: str
    level: float


@dataclass
class Performance:
    seconds: float
    f0_hz: np.ndarray              # smooth contour, everywhere
    gate: np.ndarray               # envelope of voicing 0..1
    level: np.ndarray              # dynamics and consonants, linear
    effort: np.ndarray             # 0 soft .. 1 loud
    vowels: list = field(default_factory=list)     # (time, formants of 4, width)
    sounds: list = field(default_factory=list)
    buzz: list = field(default_factory=list)       # (start, end, level) noise of voiced fricatives
    notes: list = field(default_factory=list)      # (onset, offset, midi)

    def f0_truth(self):
        """(time, Hz or 0) every 10 ms."""
        t = np.arange(int(self.seconds * 100)) / 100
        i = np.minimum((t * CONTROL_HZ).astype(int), len(self.gate) - 1)
        return t, np.where(self.gate[i] > VOICED_ABOVE, self.f0_hz[i], 0)


def perform(rng, voice, melody, seconds, humming=False, tuning_cents=0.):
    """Sings `melody` for `seconds`; ends with the last note that fits."""
    notes = _timed(rng, melody, seconds)
    joints = _joints(rng, voice, notes, humming)
    n = int(seconds * CONTROL_HZ) + 1
    p = Performance(seconds, np.zeros(n), np.zeros(n), np.ones(n), np.zeros(n))
    ends = _gate(rng, p, notes, joints)
    p.f0_hz = 440 * 2 ** ((_pitch(rng, voice, notes, joints, n) + tuning_cents / 100 - 69) / 12)
    _dynamics(rng, p, notes)
    _syllables(rng, p, notes, joints, humming)
    _breaths(rng, p, notes, ends)
    p.notes = [(s, e, m + tuning_cents / 100) for (s, _, m, _), e in zip(notes, ends)]
    return p


def _timed(rng, melody, seconds):
    notes, offset = [], .25
    for line in melody.lines:
        start = offset + melody.seconds(line.start) + .008 * rng.standard_normal()
        end = offset + melody.seconds(line.start + line.length)
        if end + .2 > seconds: break
        if notes and line.joined: notes[-1][1] = start
        notes.append([start, end, line.midi, bool(line.joined and notes)])
    for note, following in zip(notes, notes[1:] + [None]):
        if following is None or not following[3]: note[1] = max(note[0] + .08, note[1] - rng.uniform(.0, .12) * (note[1] - note[0]))
    return notes


def _joints(rng, voice, notes, humming):
    """How each note begins: (kind, consonant, seconds)."""
    out = []
    for i, (start, end, midi, joined) in enumerate(notes):
        length = end - start
        room = (start - notes[i - 1][1 if not joined else 0]) if i else start
        same = joined and notes[i - 1][2] == midi
        roll = rng.random()
        if humming: kind = VOICED if not joined or same else (LEGATO if roll < .6 else VOICED)
        elif joined and not same and roll < voice.legato: kind = LEGATO
        elif roll < voice.legato + .28: kind = UNVOICED
        elif roll < voice.legato + .5 or joined and not same: kind = VOICED
        else: kind = GLOTTAL if joined else VOWEL
        name = '' if kind not in (UNVOICED, VOICED) else rng.choice(list(UNVOICED_CONSONANTS if kind == UNVOICED else VOICED_CONSONANTS))
        if humming and kind == VOICED: name = 'm'
        seconds = {UNVOICED: min(rng.uniform(.06, .15), .4 * room), VOICED: min(rng.uniform(.045, .1), .35 * length),
                   GLOTTAL: min(rng.uniform(.03, .08), .3 * room)}.get(kind, 0.)
        if kind == UNVOICED and seconds < .03: kind, name, seconds = (LEGATO if joined and not same else VOWEL), '', 0.
        if kind == VOWEL and same: kind, seconds = GLOTTAL, .03
        out.append((kind, name, seconds))
    return out


def _ramp(curve, start, end, a, b):
    """Raised-cosine step from a to b."""
    i, j = int(start * CONTROL_HZ), max(int(start * CONTROL_HZ) + 2, int(end * CONTROL_HZ))
    i, j = max(0, i), min(len(curve), j)
    if j > i: curve[i:j] = a + (b - a) * (.5 - .5 * np.cos(np.pi * (np.arange(j - i) + .5) / (j - i)))


def _gate(rng, p, notes, joints):
    """Fills the voicing envelope; returns where each note ends by the 6 % rule."""
    ends, fall = [], 0.
    for i, ((start, end, midi, joined), (kind, name, seconds)) in enumerate(zip(notes, joints)):
        attack = min(rng.uniform(.012, .04) if kind in (UNVOICED, GLOTTAL, VOICED) else rng.uniform(.02, .09), .3 * (end - start))
        connected = joined and kind in (LEGATO, VOICED, VOWEL)
        if not connected: _ramp(p.gate, start, start + attack, .06, 1)
        following = joints[i + 1] if i + 1 < len(notes) and notes[i + 1][3] else None
        body = start if connected else start + attack
        if following is None:
            release = min(rng.uniform(.04, .18), .5 * (end - start))
            p.gate[int(body * CONTROL_HZ):int((end - release) * CONTROL_HZ)] = 1
            _ramp(p.gate, end - release, end, 1, 0)
        elif following[0] in (UNVOICED, GLOTTAL):
            stop, release = notes[i + 1][0] - following[2], rng.uniform(.012, .03)
            p.gate[int(body * CONTROL_HZ):int(stop * CONTROL_HZ)] = 1
            _ramp(p.gate, stop - release, stop, 1, 0 if following[0] == UNVOICED or rng.random() < .6 else .05)
        else:
            stop = notes[i + 1][0]
            p.gate[int(body * CONTROL_HZ):int(stop * CONTROL_HZ) + 1] = 1
        last = int(min(end if following is None else notes[i + 1][0], p.seconds) * CONTROL_HZ)
        on = np.flatnonzero(p.gate[int(start * CONTROL_HZ):last] > VOICED_ABOVE)
        ends.append(start + (on[-1] + 1) / CONTROL_HZ if len(on) else end)
        if following is not None and following[0] not in (UNVOICED, GLOTTAL): ends[-1] = notes[i + 1][0]
    return ends


def _pitch(rng, voice, notes, joints, n):
    """MIDI numbers with glides, scoops, vibrato and drift."""
    t = np.arange(n) / CONTROL_HZ
    pitch = np.full(n, float(notes[0][2]) if notes else 60.)
    for i, ((start, end, midi, joined), (kind, name, seconds)) in enumerate(zip(notes, joints)):
        a = int(start * CONTROL_HZ)
        level = midi + .06 * rng.standard_normal()
        if i and joined and kind != GLOTTAL and kind != UNVOICED:
            glide = min(voice.glide_s * rng.uniform(.7, 1.4), .4 * (end - start), .7 * (start - notes[i - 1][0]))
            centre = start + (rng.uniform(0, .6) * seconds if kind == VOICED else 0)
            before = pitch[max(0, int((centre - glide / 2) * CONTROL_HZ))]
            pitch[int((centre - glide / 2) * CONTROL_HZ):] = level
            _ramp(pitch, centre - glide / 2, centre + glide / 2, before, level)
        else:
            cut = int((start - seconds / 2) * CONTROL_HZ) if i else 0
            pitch[max(0, cut):] = level
            if rng.random() < voice.scoop * (1 if not joined else .4):
                depth, tau = -min(3., abs(1.1 * rng.standard_normal()) + .2), min(rng.uniform(.025, .07), .15 * (end - start))
                pitch[a:] += depth * np.exp(-(t[a:] - t[min(a, n - 1)]) / tau)
        if joined and kind in (LEGATO, VOICED) and rng.random() < .3 and end - start > .25:   # overshoot
            bump = (t[a:] - start) / .09
            pitch[a:] += .25 * rng.standard_normal() * bump * np.exp(1 - np.maximum(bump, 0)) * (bump > 0)
    pitch += _vibrato(rng, voice, notes, t)
    slow = np.interp(t, np.arange(0, t[-1] + 1, .35), np.cumsum(rng.standard_normal(len(np.arange(0, t[-1] + 1, .35)))) * .02)
    trend = np.interp(t, np.linspace(0, t[-1], 5), rng.standard_normal(5) * .03)
    fast = np.interp(t, np.arange(0, t[-1] + .1, .06), rng.standard_normal(len(np.arange(0, t[-1] + .1, .06)))) * .025
    pitch += np.clip(slow - np.mean(slow), -.12, .12) + trend + fast
    kernel = np.hanning(17); return np.convolve(np.pad(pitch, 8, 'edge'), kernel / kernel.sum(), 'valid')


def _vibrato(rng, voice, notes, t):
    depth = np.zeros(len(t)); rate = np.full(len(t), voice.vibrato_hz)
    for start, end, midi, joined in notes:
        if end - start < .3 or voice.vibrato_cents < 8 or rng.random() < .15: continue
        begin = start + rng.uniform(.05, .35) * min(1., end - start)
        grown = np.clip((t - begin) / rng.uniform(.1, .4), 0, 1) * (t >= begin) * np.clip((end - t) / .05, 0, 1) * (t < end)
        depth = np.maximum(depth, grown * voice.vibrato_cents / 100 * rng.uniform(.6, 1.25))
        rate[(t >= start) & (t < end)] *= 1 + .05 * rng.standard_normal()
    return depth * np.sin(2 * np.pi * np.cumsum(rate) / CONTROL_HZ + rng.uniform(0, 6))


def _dynamics(rng, p, notes):
    n = len(p.gate); t = np.arange(n) / CONTROL_HZ
    knots = np.arange(0, p.seconds + 2, 1.7)
    phrase = np.interp(t, knots, 2.5 * rng.standard_normal(len(knots)))
    accent = np.zeros(n)
    middle = np.mean([m for _, _, m, _ in notes]) if notes else 60
    for start, end, midi, joined in notes:
        i, j = int(start * CONTROL_HZ), int(end * CONTROL_HZ)
        swell = 1.5 * rng.standard_normal() * np.linspace(-1, 1, max(1, j - i))
        accent[i:j] = (1.2 * rng.standard_normal() + .35 * (midi - middle) + swell)[:len(accent[i:j])]
    kernel = np.hanning(61); accent = np.convolve(accent, kernel / kernel.sum(), 'same')
    db = np.clip(phrase + accent, -12, 8)
    p.level = 10 ** (db / 20)
    p.effort = np.clip(.5 + db / 16, 0, 1)


def _syllables(rng, p, notes, joints, humming):
    vowel = VOWELS['a']
    for (start, end, midi, joined), (kind, name, seconds) in zip(notes, joints):
        if humming: vowel = (260, 1000, 2200, 3100)
        elif kind != LEGATO or rng.random() < .2: vowel = VOWELS[rng.choice(list(VOWELS), p=(.2, .15, .15, .15, .1, .1, .05, .1))]
        if kind == VOICED:
            formants, level, noise = VOICED_CONSONANTS[name]
            p.vowels.append((start - .012, formants)); p.vowels.append((start + seconds, vowel))
            dip = np.ones(len(p.level)); m = min(.02, .4 * seconds)
            dip[int(start * CONTROL_HZ):int((start + seconds) * CONTROL_HZ)] = level if not humming else .5
            _ramp(dip, start, start + m, 1 if joined else level, level); _ramp(dip, start + seconds - m, start + seconds + m, level, 1)
            p.level *= dip
            if noise: p.buzz.append((start, start + seconds, noise))
        else:
            p.vowels.append((start - (.03 if kind == LEGATO else seconds), vowel))
            if kind == UNVOICED: p.sounds.append(Sound(start - seconds, seconds, name, rng.uniform(.5, 1.3)))
            if kind == VOWEL and rng.random() < .25: p.sounds.append(Sound(max(0, start - .05), .06, 'h', rng.uniform(.4, 1)))


def _breaths(rng, p, notes, ends):
    for i, (start, end, midi, joined) in enumerate(notes):
        before = ends[i - 1] if i else 0
        if not joined and start - before > .45 and rng.random() < .55:
            length = min(rng.uniform(.2, .5), start - before - .25)
            p.sounds.append(Sound(start - length - .16, length, 'breath', rng.uniform(.3, 1.)))
        last = i + 1 == len(notes) or not notes[i + 1][3]
        if last and rng.random() < .18: p.sounds.append(Sound(ends[i] - .02, rng.uniform(.07, .16), str(rng.choice(('s', 't', 'sh', 'f'))), rng.uniform(.3, .9)))
