# Sourced by the scripts beside it: builds this module where needed and sets $java and $class_path.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
java=
for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/jdk* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/*; do
  if [ -x "$jdk/bin/javac" ] && grep -Eq '^JAVA_VERSION="25["._+-]' "$jdk/release" 2>/dev/null; then
    java=$jdk/bin/java
    break
  fi
done
[ -n "$java" ] || { echo "a JDK 25 is needed, in JAVA_HOME or /usr/lib/jvm" >&2; exit 1; }
echo "building ..." >&2
(cd "$here/.." && ./mvnw -q -pl benchmarks -am package -DskipTests -Dquick >&2)
class_path=$here/target/classes:$(cat "$here/target/class-path")
java_flags="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dmelolog.shared=$here/../../shared"
