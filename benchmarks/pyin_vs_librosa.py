"""What pyin-vs-librosa.sh runs: AUDIO JAVA-COMMAND...; see there."""

import csv
import importlib.util
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import types
from pathlib import Path

import numpy as np

RATE = 22050


def librosa_module():
    if importlib.util.find_spec("librosa") is None:
        sys.exit("librosa is not here: install it, or set LIBROSA_SRC to a checkout of its tag 0.11.0")
    if importlib.util.find_spec("soxr") is None:
        sys.modules["soxr"] = types.ModuleType("soxr")  # for resampling only, which nothing here needs
    import librosa

    if librosa.__version__ != "0.11.0":
        print(f"note: this is librosa {librosa.__version__}; our target is 0.11.0")
    return librosa


def ours(command, audio, folder):
    out = subprocess.run([*command, audio, str(folder)], check=True, stdout=subprocess.PIPE, text=True).stdout
    return float(out.split()[-1])


def theirs(librosa, signal):
    def track(y):
        return librosa.pyin(y, sr=RATE, fmin=librosa.note_to_hz("C2"), fmax=librosa.note_to_hz("C7"))

    track(signal[: 5 * RATE])  # compiles
    start = time.process_time()
    result = track(signal)
    return time.process_time() - start, result


def aubio(signal, folder):
    """CPU seconds of aubiopitch, reading included; None where it is not installed."""
    if shutil.which("aubiopitch") is None:
        return None
    import soundfile

    soundfile.write(folder / "signal.wav", signal, RATE, subtype="PCM_16")
    command = ["aubiopitch", "-i", str(folder / "signal.wav"), "-p", "yinfft", "-B", "2048", "-H", "512"]
    seconds = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(seconds)


def agreement(folder, result):
    f0, voiced, _ = result
    rows = list(csv.DictReader(open(folder / "f0.csv")))
    assert len(rows) == len(voiced), f"{len(rows)} frames of ours, {len(voiced)} of librosa's"
    mine = np.array([row["voiced"] == "1" for row in rows])
    hz = np.array([float(row["f0_hz"] or "nan") for row in rows])
    with np.errstate(invalid="ignore"):
        near = np.abs(1200 * np.log2(hz / f0)) < 5
    print(f"same voicing decision       {100 * np.mean(mine == voiced):8.3f} % of {len(voiced)} frames")
    if voiced.any():
        print(f"within 5 cents              {100 * np.mean(near[voiced]):8.3f} % of {voiced.sum()} frames that librosa calls voiced")


def main():
    audio, command = sys.argv[1], sys.argv[2:]
    librosa = librosa_module()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = ours(command, audio, folder)
        signal = np.fromfile(folder / "signal.f32", dtype="<f4")
        seconds, result = theirs(librosa, signal)
        peer = aubio(signal, folder)
        after = ours(command, audio, folder)
        mine = (before + after) / 2
        print(f"{'three minutes sung here' if audio == '-' else Path(audio).name}: {len(signal) / RATE:.1f} s at {RATE} Hz, everything warm, decoding not counted")
        print(f"Melolog                     {mine:8.3f} CPU-s (before {before:.3f}, after {after:.3f}; medians of 9)")
        print(f"librosa {librosa.__version__:8}            {seconds:8.3f} CPU-s")
        if peer is not None:
            print(f"aubiopitch yinfft (no HMM)  {peer:8.3f} CPU-s, with start and reading a WAV")
        print(f"ratio librosa / Melolog     {seconds / mine:8.0f}")
        agreement(folder, result)


if __name__ == "__main__":
    main()
