"""Accompaniments: bass, chords, drums, fills and leads over a melody's chords, as MIDI, drawn anew for every song."""
import numpy as np
from .midi import Sequence

BASSES = tuple(range(32, 40)) + (43,)
CHORDS = tuple(range(0, 8)) + (16, 17, 18, 19, 21, 24, 25, 26, 27, 28, 29, 30, 46, 11, 12)
PADS = (48, 49, 50, 51, 88, 89, 90, 92, 94, 95, 16, 19, 61)
LEADS = (40, 41, 42, 56, 57, 59, 60, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 79, 80, 81, 82, 84, 87, 22, 27, 29, 30, 11, 12, 13, 105, 109)
FILLS = LEADS + (0, 4, 10, 8, 9, 46, 45, 104, 107)
DRUMS = 9


def accompany(rng, melody, seconds, drums=None, lead=None, doubled=False):
    """A `Sequence` for the melody's chords; `lead`: a melody played by an instrument in place of a singer; `doubled`: an instrument follows `melody`."""
    s = Sequence()
    drums = rng.random() < .75 if drums is None else drums
    swing = rng.uniform(0, .12) if rng.random() < .25 else 0
    band = _Band(rng, s, melody, seconds, swing)
    parts = [band.bass, band.chords]
    roll = rng.random()
    if roll < .12: parts = [band.chords]
    elif roll < .2: parts = [band.bass]
    if rng.random() < .45: parts.append(band.pad)
    if rng.random() < .3: parts.append(band.second_chords)
    if drums: parts.append(band.drums)
    if rng.random() < .45: parts.append(band.fills)
    for part in parts: part()
    if lead is not None: band.play(lead, LEADS, velocity=100, pan=20)
    if doubled: band.play(melody, FILLS, velocity=70, pan=50, octave=int(rng.choice((-12, 0, 0, 12))))
    return s


class _Band:
    def __init__(self, rng, sequence, melody, seconds, swing):
        self.rng, self.s, self.melody, self.swing = rng, sequence, melody, swing
        self.bars = min(melody.bars, int(seconds / melody.seconds(melody.beats_per_bar)) + 1)
        self.channel = -1
        self.loose = rng.uniform(.002, .014)

    def time(self, beat):
        off = beat % 1
        return .25 + self.melody.seconds(beat + (self.swing if abs(off - .5) < .01 else 0)) + self.loose * self.rng.standard_normal()

    def instrument(self, programs, pan_width, volume=(70, 110)):
        self.channel += 1
        if self.channel == DRUMS: self.channel += 1
        self.s.program(self.channel, self.rng.choice(programs)); self.s.control(self.channel, 10, 64 + self.rng.uniform(-1, 1) * pan_width)
        self.s.control(self.channel, 7, self.rng.uniform(*volume)); self.s.control(self.channel, 91, self.rng.uniform(0, 90))
        return self.channel

    def note(self, channel, beat, length, midi, velocity):
        self.s.note(channel, self.time(beat), self.time(beat + length), midi, velocity + 8 * self.rng.standard_normal())

    def bass(self):
        c, n = self.instrument(BASSES, 8), self.melody.beats_per_bar
        style = self.rng.choice(('root', 'pulse', 'fifth', 'walk'))
        for bar in range(self.bars):
            chord = self.melody.chord(bar); root = 36 + (chord[0] - 36) % 12 - (12 if self.rng.random() < .1 else 0)
            fifth = root + (chord[2] - chord[0]) % 12; third = root + (chord[1] - chord[0]) % 12
            beats = {'root': [(0, n, root)], 'pulse': [(k / 2, .45, root) for k in range(2 * n)], 'fifth': [(0, 1.5, root), (n / 2, 1, fifth)],
                     'walk': [(k, .95, [root, third, fifth, root + self.rng.choice((9, 10, 12))][k % 4]) for k in range(n)]}[style]
            for at, length, midi in beats: self.note(c, bar * n + at, length, midi, 85)

    def chords(self): self._comp(self.instrument(CHORDS, 35))
    def second_chords(self): self._comp(self.instrument(CHORDS, 60, (50, 90)))

    def _comp(self, c):
        n, style = self.melody.beats_per_bar, self.rng.choice(('block', 'pulse', 'arpeggio', 'off', 'strum', 'syncopated'))
        centre, velocity = self.rng.integers(54, 68), self.rng.uniform(60, 95)
        hits = {'block': [(0, n)], 'pulse': [(k, .9) for k in range(n)], 'off': [(k + .5, .4) for k in range(n)],
                'strum': [(0, 1), (1, .5), (1.5, .5), (2, .9)] if n > 2 else [(0, 1)], 'syncopated': [(0, .7), (.75, .5), (1.5, .5), (2.5, .5)], 'arpeggio': []}[style]
        step = self.rng.choice((.5, .5, .25))
        for bar in range(self.bars):
            tones = sorted(centre - 6 + (p - (centre - 6)) % 12 for p in self.melody.chord(bar))
            if style == 'arpeggio':
                order = (tones + [tones[0] + 12]) * 8
                for k in range(int(n / step)): self.note(c, bar * n + k * step, step * self.rng.choice((1, 2)), order[k], velocity)
            for at, length in hits:
                if at >= n: continue
                spread = .03 if style == 'strum' else 0
                for k, midi in enumerate(tones): self.note(c, bar * n + at + spread * k, length, midi, velocity)

    def pad(self):
        c, n = self.instrument(PADS, 20, (45, 85)), self.melody.beats_per_bar
        for bar in range(self.bars):
            for pitch in self.melody.chord(bar): self.note(c, bar * n, n, 55 + (pitch - 55) % 12, 60)

    def drums(self):
        n, rng = self.melody.beats_per_bar, self.rng
        self.s.program(DRUMS, int(rng.choice((0, 0, 8, 16, 25, 40)))); self.s.control(DRUMS, 7, rng.uniform(60, 115))
        kick = rng.random(2 * n) < .25; kick[0] = True
        hat, step, ride = rng.choice((42, 42, 46, 44)), rng.choice((.5, .5, 1, .25)), rng.random() < .2
        snare = int(rng.choice((38, 40, 37, 39)))
        for bar in range(self.bars):
            base = bar * n
            if bar % 8 == 0 and rng.random() < .6: self.note(DRUMS, base, .5, 49, 90)
            for k in range(2 * n):
                if kick[k]: self.note(DRUMS, base + k / 2, .2, 36, 100)
            for k in range(1, n, 2): self.note(DRUMS, base + k, .2, snare, 95)
            for k in range(int(n / step)): self.note(DRUMS, base + k * step, .1, 51 if ride else hat, 70)
            if bar % 4 == 3 and rng.random() < .5:
                for k in range(4): self.note(DRUMS, base + n - 1 + k / 4, .2, rng.choice((38, 45, 47, 50)), 95)
            if rng.random() < .15: self.note(DRUMS, base + n - .5, .2, int(rng.choice((54, 56, 69, 70, 75, 39))), 80)

    def fills(self):
        c, n, rng = self.instrument(FILLS, 50, (60, 100)), self.melody.beats_per_bar, self.rng
        at = rng.integers(62, 76)
        for bar in range(self.bars):
            if rng.random() < .5: continue
            beat = bar * n + rng.choice((0, n / 2, n - 1))
            for k in range(int(rng.integers(2, 7))):
                at = int(np.clip(at + rng.choice((-2, -1, 1, 2, 3, -3)), 58, 86))
                while (at - self.melody.tonic) % 12 not in self.melody.scale: at += 1
                length = rng.choice((.25, .5, .5, 1)); self.note(c, beat, length, at, 80); beat += length

    def play(self, melody, programs, velocity, pan, octave=0):
        c = self.instrument(programs, pan, (85, 115))
        for line in melody.lines: self.note(c, line.start, line.length * .98, line.midi + octave, velocity)
