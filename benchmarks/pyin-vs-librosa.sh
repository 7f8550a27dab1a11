#!/bin/sh
# One command: our pYIN and librosa's on the same samples in one go, CPU seconds and agreement.
#
#   benchmarks/pyin-vs-librosa.sh [AUDIO FILE]
#
# Without a file it takes the shared folder's 3-minute song where that is present, else three minutes that it sings itself.
# Python: librosa 0.11.0 installed, or LIBROSA_SRC=<a checkout of its tag 0.11.0> with Debian's packages
#   python3-numba python3-scipy python3-joblib python3-lazy-loader python3-pooch python3-audioread python3-msgpack
#   python3-soundfile python3-sklearn python3-decorator
# Where aubio-tools is installed, aubiopitch (YIN by FFT, no hidden Markov model) is timed too.
set -eu
. "$(dirname -- "$0")/java25.sh"
audio=${1:-$here/../../shared/audio/audio/long_3min.mp3}
[ -n "${1:-}" ] || [ -f "$audio" ] || audio=-
python=${PYTHON:-/usr/bin/python3}
# shellcheck disable=SC2086
exec env PYTHONPATH="${LIBROSA_SRC:-}${PYTHONPATH:+:$PYTHONPATH}" OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 NUMBA_NUM_THREADS=1 \
  "$python" "$here/pyin_vs_librosa.py" "$audio" "$java" $java_flags -cp "$class_path" io.melolog.benchmarks.PyinTiming
