#!/usr/bin/env bash
# A score as a picture, to look at: docs/pitch/score.sh NOTES PICTURE.png [ACCOMPANIMENT [SEMITONES]]
# NOTES is a table onset_s,offset_s,midi, a notes.json of ours, or a recording to be transcribed. Needs MuseScore 3 (mscore3), ffmpeg for recordings, and
# classes compiled by ./mvnw -pl gpu-consumer -am test-compile. The score files stay beside the picture's name, in PICTURE.files/.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
jdk25=$(grep -l '^JAVA_VERSION="25' "${JAVA_HOME:-/nowhere}"/release /usr/lib/jvm/*/release 2>/dev/null | head -n 1 | xargs -r dirname || true)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
raw() { ffmpeg -v error -y -i "$1" -ac 1 -ar 22050 -f f32le "$2"; }
notes=$1 picture=$2 accompaniment=- semitones=${4:-0}
case $notes in *.csv | *.json) ;; *) raw "$notes" "$work/notes.f32"; notes=$work/notes.f32 ;; esac
if [ "${3:--}" != - ]; then raw "$3" "$work/accompaniment.f32"; accompaniment=$work/accompaniment.f32; fi
"${jdk25:?no JDK 25 found}/bin/java" -cp "$root/gpu-consumer/target/classes:$root/gpu-consumer/target/test-classes" \
  io.melolog.worker.dsp.score.ScoreMain "$notes" "$picture.files" "$accompaniment" "$semitones"
QT_QPA_PLATFORM=offscreen mscore3 -o "$work/page.png" -T 24 -r 120 "$picture.files/score.musicxml" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
mv "$work/page-1.png" "$picture"
