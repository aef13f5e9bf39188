#!/bin/sh
# One inclusion proof and one signature by hand: sha256sum for the tree, openssl for the log's signature.
#
#   inclusion.sh FILE.tlog-proof ENTRY VERIFIER-KEY
#
# It needs sh, sed, od, GNU coreutils (base64, basenc, sha256sum) and openssl 3. Exit codes: 0 it holds, 1 it does not.
set -eu
proof=$1 entry=$2 key=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "DOES NOT HOLD: $1" >&2; exit 1; }
bytes() { printf '%s' "$1" | tr a-f A-F | basenc --base16 -d; } # hexadecimal to bytes
hex() { od -An -v -tx1 | tr -d ' \n'; }

# The parts of the file: `index`, the path, and behind the first empty line the checkpoint and its signatures.
index=$(sed -n 's/^index //p' "$proof" | head -n 1)
sed '1,/^index /d;/^$/,$d' "$proof" > "$work/path"
sed '1,/^$/d' "$proof" > "$work/note"
sed '/^$/,$d' "$work/note" > "$work/text"
size=$(sed -n 2p "$work/text")
root=$(sed -n 3p "$work/text" | base64 -d | hex)
[ "$index" -lt "$size" ] || fail "the log has no entry $index"

# RFC 9162, 2.1.3.2: from the hash of the entry up, with 0x00 before an entry and 0x01 before a pair.
hash=$({ printf '\0'; cat "$entry"; } | sha256sum | cut -c1-64)
fn=$index sn=$((size - 1))
while read -r line; do
  beside=$(printf '%s' "$line" | base64 -d | hex)
  if [ $((fn & 1)) = 1 ] || [ "$fn" = "$sn" ]; then
    hash=$(bytes "01$beside$hash" | sha256sum | cut -c1-64)
    while [ $((fn & 1)) = 0 ] && [ "$fn" != 0 ]; do fn=$((fn >> 1)) sn=$((sn >> 1)); done
  else
    hash=$(bytes "01$hash$beside" | sha256sum | cut -c1-64)
  fi
  fn=$((fn >> 1)) sn=$((sn >> 1))
done < "$work/path"
[ "$hash" = "$root" ] || fail "the path leads to $hash, and the checkpoint says $root"

# The signature of the log: behind four bytes of the key's id; the key behind one byte of its type, here 1.
name=${key%%+*}
sed -n "s|^— $name ||p" "$work/note" | head -n 1 | base64 -d | tail -c +5 > "$work/signature"
# A public key as openssl reads it is these 12 bytes and the 32 of the key (RFC 8410).
{ bytes 302a300506032b6570032100; printf '%s' "${key#*+*+}" | base64 -d | tail -c +2; } > "$work/key"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/text" -sigfile "$work/signature" > "$work/said" 2>&1 ||
  fail "the log's signature does not fit"
echo "holds: entry $index of $size, signed by $name"
