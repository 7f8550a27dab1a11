#!/bin/sh
# Repeats everything from seeds: songs, training, weights, golden. About 25 + 30 CPU-minutes on one core, 6 GB of memory, 5 GB of disk.
#   training/run.sh WORK       needs: apt-get install python3-numpy python3-scipy python3-soundfile python3-torch fluidsynth espeak-ng
#     fluid-soundfont-gm timgm6mb-soundfont musescore-general-soundfont-small opl3-soundfont csound-soundfont
# After it, write the SHA-256 it prints into MaskNetworkSeparator.
set -eu
work=$(mkdir -p "${1:?a folder to work in}" && cd "$1" && pwd)
cd "$(dirname "$0")"
resources=../gpu-consumer/src/main/resources/io/melolog/worker/dsp/separation
mkdir -p "$resources"
nice -n 10 /usr/bin/python3 -m separator.generate "$work/data" 740 7
nice -n 10 /usr/bin/python3 -m separator.train "$work/data" "$work/run" 6300 192 96
/usr/bin/python3 -m separator.export "$work/run/checkpoint.pt" "$resources/masknet-1.bin"
/usr/bin/python3 -m separator.golden ../gpu-consumer/src/test/resources/separation
