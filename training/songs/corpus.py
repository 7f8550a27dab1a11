"""Writes a validation corpus in the layout of the shared test corpus: two sets, `a` and `b`, with different voices, seeds, instruments
and soundfonts.

    cd training && /usr/bin/python3 -m songs.corpus DIR
"""
import json, os, sys
from dataclasses import replace
import numpy as np, soundfile as sf
from . import RATE_HZ, band, melody as melodies, performance, room, solo, song, speech, voice as synthesis, voices

SUNG = {
    'a': ('soprano', 'soprano', 'popfemale', 'popfemale', 'tenor', 'tenor', 'baritone', 'baritone', 'popmale', 'popmale', 'breathy', 'alto'),
    'b': ('alto', 'alto', 'bass', 'bass', 'child', 'child', 'croaky', 'croaky', 'breathy', 'soprano', 'popfemale', 'tenor'),
}
SOLOS = {
    'a': [('fluid', n) for n in ('cello', 'flute', 'trumpet', 'violin', 'clarinet', 'oboe', 'altosax', 'recorder')],
    'b': [('musescore', 'trombone'), ('musescore', 'viola'), ('musescore', 'bassoon'), ('timgm', 'horn'), ('timgm', 'tenorsax'), ('csound', 'panflute'),
          ('musescore', 'violin'), ('timgm', 'nylonguitar')],
}
MIXES = {'a': [('popfemale', 'fluid', 0), ('baritone', 'timgm', 0), ('tenor', 'fluid', -5), ('soprano', 'timgm', 3)],
         'b': [('breathy', 'musescore', 0), ('bass', 'csound', 0), ('child', 'musescore', -5), ('alto', 'opl3', -3)]}
SPEECH = {'a': [('en-us', '', 160, 50), ('de', 'f3', 150, 60)], 'b': [('fr-fr', 'm3', 170, 45), ('es', 'f2', 180, 55), ('en-gb', 'm7', 130, 35)]}
KITS = {'a': ('fluid', 3), 'b': ('musescore', 4)}


class Corpus:
    def __init__(self, folder, name, seed):
        self.folder, self.name, self.items, self.seed = f'{folder}/{name}', name, [], seed
        for d in ('audio', 'gt', 'stems'): os.makedirs(f'{self.folder}/{d}', exist_ok=True)

    def rng(self):
        self.seed += 1
        return np.random.default_rng(self.seed)

    def add(self, id, kind, audio, notes=None, track=None, subtype='PCM_16', **more):
        item = dict(id=f'{self.name}_{id}', kind=kind, audio=f'audio/{self.name}_{id}.flac', **more)
        sf.write(f'{self.folder}/{item["audio"]}', np.clip(audio, -1, 1), RATE_HZ, subtype=subtype)
        if notes is not None:
            item['notes'] = f'gt/{item["id"]}.notes.csv'
            with open(f'{self.folder}/{item["notes"]}', 'w') as f:
                f.write('onset_s,offset_s,midi\n' + ''.join(f'{a:.4f},{b:.4f},{m:g}\n' for a, b, m in notes))
        if track is not None:
            item['f0'] = f'gt/{item["id"]}.f0.csv'
            with open(f'{self.folder}/{item["f0"]}', 'w') as f: f.write('time_s,f0_hz\n' + ''.join(f'{t:.2f},{h:.3f}\n' for t, h in zip(*track)))
        self.items.append(item)

    def write_manifest(self):
        with open(f'{self.folder}/manifest.json', 'w') as f: json.dump(dict(items=self.items), f, indent=1)


def sung(c):
    for i, kind in enumerate(SUNG[c.name]):
        rng = c.rng(); singer = voices.singer(rng, kind); seconds = float(rng.integers(20, 30))
        tuning = float(rng.choice((-38, 27, 44))) if i in (4, 9) else 0.
        busy = (.1, .65, .35)[i % 3]
        melody = melodies.compose(rng, singer.low, singer.high, seconds, busy=busy)
        _, p, dry = song.lead_voice(rng, singer, seconds, melody, tuning_cents=tuning)
        wet = (None, -22, -14, None, -18, -10)[i % 6]
        audio = room.in_room(rng, dry, wet_db=wet, seconds=rng.uniform(.4, 1.8)) if wet is not None else dry
        if audio.ndim == 2 and i % 4 == 1: audio = audio.mean(1)
        audio = audio / np.abs(audio).max() * (.9, .5, .7, .15)[i % 4] + 10 ** (-75 / 20) * rng.standard_normal(audio.shape)
        c.add(f'sung_{kind}_{i}', 'sung', audio, p.notes, p.f0_truth(), voice=kind, reverb_db=wet, tuning_cents=tuning, bpm=round(melody.bpm, 1))


def instruments(c):
    for soundfont, name in SOLOS[c.name]:
        rng = c.rng(); audio, notes, t, f0, latency = solo.play(rng, soundfont, name, float(rng.integers(16, 24)))
        audio = audio if rng.random() < .5 else audio.mean(1)
        c.add(f'inst_{name}', 'instrument', .6 * audio / np.abs(audio).max(), notes, (t, f0), soundfont=soundfont, attack_latency_ms=round(1000 * latency, 1))


def edges(c):
    none = [], (np.arange(1000) / 100, np.zeros(1000))
    for i, (language, variant, speed, pitch) in enumerate(SPEECH[c.name]):
        c.add(f'edge_speech_{i}', 'edge', .08 * speech.say(language, variant, speed, pitch), expect='speech')
    rng, n = c.rng(), 10 * RATE_HZ
    noise = room.pink(rng, n) if c.name == 'b' else np.stack([rng.standard_normal(n), rng.standard_normal(n)], 1)
    c.add('edge_noise', 'edge', .1 * noise, *none, expect='no_notes')
    c.add('edge_drums', 'edge', _drums(rng, KITS[c.name][0], 10.), *none, expect='no_notes')
    c.add('edge_mains_hum', 'edge', .05 * _hum(rng, n, 50 if c.name == 'a' else 60) + 1e-3 * room.pink(rng, n), *none, expect='no_notes')
    if c.name == 'a': c.add('edge_hiss', 'edge', 2e-4 * rng.standard_normal(n), *none, expect='no_notes')


def _drums(rng, soundfont, seconds):
    melody = melodies.compose(rng, 55, 70, seconds); s = band.Sequence(); b = band._Band(rng, s, melody, seconds, 0); b.drums()
    x = s.render(soundfont, seconds); return .7 * x / np.abs(x).max()


def _hum(rng, n, hz):
    t = np.arange(n) / RATE_HZ
    return sum(np.sin(2 * np.pi * hz * k * t + rng.uniform(0, 6)) / k for k in (1, 3, 5, 7, 9))


def melodic_edges(c):
    kinds = ('popmale', 'soprano', 'baritone', 'alto') if c.name == 'a' else ('croaky', 'child', 'bass', 'breathy')
    for what, kind in zip(('very_quiet', 'clipped', 'hummed', 'short' if c.name == 'a' else 'noisy'), kinds):
        rng = c.rng(); singer = voices.singer(rng, kind); humming = what == 'hummed'
        _, p, dry = song.lead_voice(rng, singer, 14., humming=humming)
        notes, track, subtype = p.notes, p.f0_truth(), 'PCM_16'
        if what == 'very_quiet': audio, subtype = dry * 10 ** (-60 / 20), 'PCM_24'
        elif what == 'clipped': audio = np.clip(dry * (1.2 if c.name == 'a' else .8), -.98, .98)
        elif what == 'hummed':
            hum = _hum(rng, len(dry), 60 if c.name == 'a' else 50)
            audio = .15 * (dry + 10 ** (-12 / 20) * hum / room.rms(hum))
        elif what == 'noisy': audio = .15 * (dry + 10 ** (-15 / 20) * room.pink(rng, len(dry)))
        else: audio, notes, track = _inside_a_note(dry, p)
        c.add(f'edge_{what}', 'edge_melodic', audio, notes, track, subtype=subtype, voice=kind)


def _inside_a_note(dry, p):
    """0.4 s from the middle of the longest note."""
    onset, offset, midi = max(p.notes, key=lambda n: n[1] - n[0])
    length = min(.4, .6 * (offset - onset)); a = (onset + offset - length) / 2
    t, f0 = p.f0_truth()
    cut = np.arange(int(length * 100)) / 100
    return .2 * dry[int(a * RATE_HZ):int((a + length) * RATE_HZ)], [(0., length, midi)], (cut, f0[np.round((a + cut) * 100).astype(int)])


def mixes(c):
    for i, (kind, soundfont, gain_db) in enumerate(MIXES[c.name]):
        s = song.compose(c.rng(), 24., kind, soundfont, plain=i < 2)
        p = s.performance; voiced = np.interp(np.arange(len(s.vocals)) / RATE_HZ * performance.CONTROL_HZ, np.arange(len(p.gate)), p.gate) > .06
        vocals = s.vocals * (room.rms(s.accompaniment[voiced]) / room.rms(s.vocals[voiced]) * 10 ** (gain_db / 20))
        scale = .8 / np.abs(vocals + s.accompaniment).max()
        vocals, music = vocals * scale, s.accompaniment * scale
        if i == 3: vocals, music = vocals.mean(1), music.mean(1)
        stems = {k: f'stems/{c.name}_mix_{i}.{k}.flac' for k in ('vocals', 'accompaniment')}
        for k, x in zip(stems, (vocals, music)): sf.write(f'{c.folder}/{stems[k]}', x, RATE_HZ, subtype='PCM_24')
        c.add(f'mix_{i}', 'mix', vocals + music, p.notes, p.f0_truth(), subtype='PCM_24', vocals=stems['vocals'], vocal_gain_db=0, accomp=stems['accompaniment'],
              voice=kind, soundfont=soundfont, vocals_to_accompaniment_db=gain_db)
    s = song.compose(c.rng(), 15., 'none', MIXES[c.name][0][1])
    c.add('accomp_only', 'accompaniment', 3 * s.accompaniment, expect='quiet_vocals')


def main(folder):
    for name, seed in (('a', 41000), ('b', 52000)):
        c = Corpus(folder, name, seed)
        for part in (sung, instruments, edges, melodic_edges, mixes): part(c)
        c.write_manifest(); print(name, len(c.items), 'items')


if __name__ == '__main__': main(sys.argv[1])
