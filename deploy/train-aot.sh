#!/usr/bin/env bash
# Makes the AOT cache of JDK 25 (JEP 483, 514) by starting the service once, asking it what a first user asks, and stopping it:
#   train-aot.sh APP IMAGE CACHE [JAVA OPTION]…
# Use it with -XX:AOTCache=CACHE. Before Java 25 it is an archive of classes, for -XX:SharedArchiveFile=CACHE.
# It is good for this JVM build and these jars only; with others Java says so and starts without it. It holds no
# machine code, so it may be made on another processor. It needs nothing but Java and bash.
set -euo pipefail
app=$1 image=$2 cache=$3
shift 3
work=$(mktemp -d)
port=${AOT_PORT:-8080}
export QUARKUS_HTTP_HOST=localhost QUARKUS_HTTP_PORT=$port COOP_AUTH_MODE=none COOP_CLIP_MODEL=demo COOP_CLIP_CACHE_DIR=$work
# an S3 server that is not there: so the client for it is in the cache, too, and zero-shot classification needs no store
export COOP_STORE_KIND=s3 COOP_STORE_ENDPOINT=http://localhost:9 COOP_STORE_BUCKET=none AWS_ACCESS_KEY_ID=- AWS_SECRET_ACCESS_KEY=-

# request METHOD TARGET [FILE]: prints the status line
request() {
  local length=0
  [ $# -lt 3 ] || length=$(stat -c %s "$3")
  exec 3<>"/dev/tcp/localhost/$port" || return
  printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n' \
    "$1" "$2" "$length" >&3
  [ $# -lt 3 ] || cat "$3" >&3
  head -n 1 <&3
  exec 3>&-
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
no_profiles=(-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining)
if "$java" "${no_profiles[@]}" -version 2>/dev/null; then # Java 24 has a cache, too, but is not asked for it like this
  # no profiles (JEP 515): a service that is to answer at once has better things to do than to optimise what was hot in
  # training, which takes as much time of the processors as the whole start
  record=(-XX:AOTCacheOutput="$cache" "-Xlog:aot*=error" "${no_profiles[@]}")
else
  record=(-XX:ArchiveClassesAtExit="$cache" "-Xlog:cds*=error")
fi
"$java" "${record[@]}" "$@" -jar "$app/quarkus-run.jar" &
service=$!
trap 'kill $service 2>/dev/null || true; rm -rf "$work"' EXIT
until request GET /q/health/started 2>/dev/null | grep -q ' 200 '; do
  kill -0 $service # ends the script if the service has ended
  sleep 0.2
done
request POST '/v1/classify?label=striped&label=brick' "$image" | grep ' 200 '
request GET /q/health/ready # 503: there is no store
request GET /q/metrics | grep ' 200 '
kill $service
wait $service || [ $? = 143 ] # what Java returns when it is asked to end; only then the cache is written
test -s "$cache"
