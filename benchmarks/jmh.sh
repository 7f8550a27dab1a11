#!/bin/sh
# Runs the JMH benchmarks: arguments are JMH's own, such as "PyinBenchmark -p signal=song -f 5" or "-l" for a list.
set -eu
. "$(dirname -- "$0")/java25.sh"
# shellcheck disable=SC2086
exec "$java" $java_flags -cp "$class_path" org.openjdk.jmh.Main -prof io.melolog.benchmarks.CpuProfiler "$@"
