"""MIDI files, and their sound by FluidSynth with Debian's soundfonts."""
import os, struct, subprocess, tempfile
import numpy as np, soundfile as sf
from . import RATE_HZ

SOUNDFONTS = {
    'fluid': '/usr/share/sounds/sf2/FluidR3_GM.sf2', 'timgm': '/usr/share/sounds/sf2/TimGM6mb.sf2',
    'musescore': '/usr/share/sounds/sf3/MuseScore_General_Lite.sf3', 'opl3': '/usr/share/sounds/sf2/OPL-3_FM_128M.sf2',
    'csound': '/usr/share/sounds/sf2/sf_GMbank.sf2',
}


class Sequence:
    """Events in seconds, to the millisecond."""
    def __init__(self): self.events = []

    def add(self, seconds, *bytes_): self.events.append((max(0, round(seconds * 1000)), len(self.events), bytes(int(b) for b in bytes_)))
    def program(self, channel, number): self.add(0, 0xC0 | channel, number)
    def control(self, channel, number, value, seconds=0.): self.add(seconds, 0xB0 | channel, number, int(np.clip(value, 0, 127)))

    def note(self, channel, start, end, midi, velocity):
        if not 0 <= midi < 128: return
        self.add(start, 0x90 | channel, midi, int(np.clip(velocity, 1, 127))); self.add(max(end, start + .01), 0x80 | channel, midi, 0)

    def bytes(self, seconds):
        out, now = bytearray(b'\x00\xff\x51\x03\x0f\x42\x40'), 0     # a quarter note is a second
        # an ending note goes before one that begins on the same millisecond
        for tick, _, data in sorted(self.events, key=lambda e: (e[0], e[2][0] >> 4 == 9, e[1])):
            out += _variable(tick - now) + data; now = tick
        out += _variable(max(0, int(seconds * 1000) - now)) + b'\xff\x2f\x00'
        return b'MThd' + struct.pack('>IHHH', 6, 0, 1, 1000) + b'MTrk' + struct.pack('>I', len(out)) + bytes(out)

    def render(self, soundfont, seconds, reverb=False):
        """Stereo float32 (samples, 2) of exactly `seconds`."""
        with tempfile.TemporaryDirectory() as d:
            with open(f'{d}/a.mid', 'wb') as f: f.write(self.bytes(seconds + .5))
            subprocess.run(['fluidsynth', '-ni', '-q', '-R', str(int(reverb)), '-C', '0', '-g', '0.5', '-r', str(RATE_HZ), '-o', 'synth.dynamic-sample-loading=1',
                            '-T', 'wav', '-O', 'float', '-F', f'{d}/a.wav', SOUNDFONTS[soundfont], f'{d}/a.mid'], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            x, _ = sf.read(f'{d}/a.wav', dtype='float32', always_2d=True)
        n = int(seconds * RATE_HZ)
        return np.pad(x[:n], ((0, max(0, n - len(x))), (0, 0)))


def _variable(n):
    out = [n & 127]
    while n > 127: n >>= 7; out.append(n & 127 | 128)
    return bytes(out[::-1])
