#!/bin/sh
# One command: our HTDemucs and the reference implementation on the same segments in turn, one thread each, CPU seconds of the
# process, agreement, and the peak of resident memory for batches. Official size, weights by a formula.
#
#   DEMUCS_SRC=<a checkout of facebookresearch/demucs> benchmarks/htdemucs-vs-reference.sh [REPETITIONS]
#
# Python: Debian's python3-torch (its PyTorch computes the reference). With TRACE=1 the reference is also traced and computed by the
# PyTorch that we use, without Python.
set -eu
: "${DEMUCS_SRC:?a checkout of facebookresearch/demucs}"
. "$(dirname -- "$0")/java25.sh"
(cd "$here/.." && ./mvnw -q -pl gpu-consumer -am test-compile -Dquick >&2)
class_path=$here/../gpu-consumer/target/test-classes:$class_path
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0 THP_MEM_ALLOC_ENABLE=1 DEMUCS_SRC
# shellcheck disable=SC2086
export PYTHONDONTWRITEBYTECODE=1
exec "${PYTHON:-/usr/bin/python3}" "$here/htdemucs_vs_reference.py" "${1:-5}" "$java" $java_flags -Xmx1g \
  -Dai.djl.offline=true -DOPT_OUT_TRACKING=true -Dai.djl.pytorch.num_threads=1 -Dai.djl.pytorch.num_interop_threads=1 \
  -DDJL_CACHE_DIR="$here/target/djl" -cp "$class_path" io.melolog.worker.neural.torch.HtDemucsTiming
