#!/bin/sh
# Packs a folder for one machine, as the documentation of container-app-service describes an encrypted package.
# usage: old-recipe.sh CONTENT PUBLIC-KEY MACHINE PACKAGE, in an empty folder
set -eu
content=$1 public_key=$2 machine=$3 package=$4
hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }

tar -czf data.tar.gz -C "$content" .
openssl rand -out salt 16
openssl rand -out key 32
openssl rand -out iv 16
openssl enc -aes-256-cbc -K "$(hex key)" -iv "$(hex iv)" -in data.tar.gz -out data.tar.gz.enc

# the clear key: salt, number of bytes to cut after the decryption, key, IV
padding=$((($(wc -c <data.tar.gz.enc) - $(wc -c <data.tar.gz)) % 16))
{ cat salt; printf %b "\\0$(printf %03o "$padding")"; cat key iv; } >clearkey
[ "$(wc -c <clearkey)" -eq 65 ]
openssl rsautl -encrypt -pubin -inkey "$public_key" -in clearkey -out "$machine"

# the manifest has neither a name nor a version
echo '{}' >MANIFEST.JSON
tar -czf "$package" MANIFEST.JSON "$machine" data.tar.gz.enc
