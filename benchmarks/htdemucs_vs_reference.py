"""What htdemucs-vs-reference.sh runs: REPETITIONS JAVA-COMMAND...; see there."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

import torch

import htdemucs_reference


class Ours:
    """A process that computes a batch for each line it reads."""

    def __init__(self, command, *arguments):
        self.process = subprocess.Popen(
            [*command, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def batch(self):
        """CPU seconds, agreement in dB, peak of resident memory in MiB."""
        self.process.stdin.write("next\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("RESULT"):
                return [float(word) for word in line.split()[1:]]
        sys.exit("Java ended early")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def theirs(model, segment):
    start = time.process_time()
    with torch.no_grad():
        model(segment)
    return time.process_time() - start


def row(name, seconds):
    print(f"{name:44} {statistics.median(seconds):6.2f} CPU-s   ({min(seconds):.2f} to {max(seconds):.2f})")
    return statistics.median(seconds)


def main():
    repetitions, command = int(sys.argv[1]), sys.argv[2:]
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        htdemucs_reference.write_golden("true", folder)
        model = htdemucs_reference.network("true")
        segment = htdemucs_reference.segment(model)
        contestants = {"Melolog": Ours(command, folder, 1)}
        if os.environ.get("TRACE"):
            trace = os.path.join(folder, "trace.pt")
            with torch.no_grad():
                torch.jit.trace(model, segment, check_trace=False).save(trace)
            contestants["the reference's trace by PyTorch 2.7.1"] = Ours(command, folder, 1, trace)
        theirs(model, segment)
        seconds = {name: [] for name in contestants}
        agreements = {name: contestant.batch()[1] for name, contestant in contestants.items()}
        reference = []
        for _ in range(repetitions):
            reference.append(theirs(model, segment))
            for name, contestant in contestants.items():
                seconds[name].append(contestant.batch()[0])
        peak = contestants["Melolog"].batch()[2]
        print(f"one segment of 7.8 s of stereo, one thread, medians of {repetitions} in turn, everything warm")
        base = row(f"reference implementation, PyTorch {torch.__version__}", reference)
        for name, values in seconds.items():
            median = row(name, values)
            print(f"{'':44} {median / base:6.2f} of the reference; agrees to {agreements[name]:.1f} dB")
            contestants[name].close()
        print(f"peak of resident memory, batch of 1: {peak:.0f} MiB")
        for batch in (2, 4):
            ours = Ours(command, folder, batch)
            results = [ours.batch() for _ in range(2)]
            ours.close()
            print(f"peak of resident memory, batch of {batch}: {results[-1][2]:.0f} MiB, {results[-1][0] / batch:.2f} CPU-s per segment")


if __name__ == "__main__":
    main()
