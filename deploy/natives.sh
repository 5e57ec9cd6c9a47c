#!/usr/bin/env bash
# Takes the native libraries out of an application folder's jars, so that nothing is unpacked when it starts:
#   natives.sh APP TO
# TO/torch  libtorch and DJL's JNI library, for PYTORCH_LIBRARY_PATH; their two jars are deleted from APP
# TO/jna    JNA's library, for -Djna.boot.library.path
set -euo pipefail
jars=$(realpath "$1")/lib/main
mkdir -p "$2/torch" "$2/jna"
to=$(realpath "$2")
jar=${JAVA_HOME:+$JAVA_HOME/bin/}jar
classifier=linux-$(uname -m)

cd "$(mktemp -d)"
"$jar" xf "$jars"/ai.djl.pytorch.pytorch-native-cpu-*.jar "pytorch/cpu/$classifier"
"$jar" xf "$jars"/ai.djl.pytorch.pytorch-jni-*.jar "jnilib/$classifier/cpu"
"$jar" xf "$jars"/net.java.dev.jna.jna-*.jar "com/sun/jna/${classifier/_/-}"
mv "pytorch/cpu/$classifier"/* "jnilib/$classifier/cpu"/* "$to/torch"
mv "com/sun/jna/${classifier/_/-}"/libjnidispatch.so "$to/jna"
rm -r "$PWD" "$jars"/ai.djl.pytorch.pytorch-{native-cpu,jni}-*.jar
chmod -R a+rX "$to"
