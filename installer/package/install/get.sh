# FILE OFFSET: what follows in URL/FILE, to standard output. Fails with 33 where that cannot begin in the middle, as curl(1) does.
fetch() {
  case $from in http://*) protocols='=http,https' ;; *) protocols='=https' ;; esac
  if has curl; then
    curl --fail --silent --show-error --location --proto "$protocols" --connect-timeout 30 --speed-limit 1 --speed-time 60 \
      --continue-at "$2" "$from/$1"
  elif [ "$2" = 0 ]; then
    wget -q -O - "$from/$1"
  else
    return 33
  fi
}

sha256() {
  if has sha256sum; then sha256sum "$1"; else "$openssl" dgst -sha256 -r "$1"; fi | cut -c 1-64
}

size() { wc -c <"$1" | tr -d ' '; }

get_manifest() {
  [ -n "$KEYS" ] || fail 69 no-keys
  case $from in
    https://* | http://127.* | http://localhost[:/]* | 'http://[::1]'*) ;;
    *) fail 2 no-place ;;
  esac
  has curl || has wget || fail 69 no-curl
  say asking
  for name in manifest.json manifest.json.sig; do
    # One byte more than it may have, so that too many are seen.
    { fetch $name 0 || echo $? >"$work/failed"; } | head -c $((MAX_MANIFEST + 1)) >"$work/$name" || fail_full "$work"
    if [ -e "$work/failed" ]; then
      fail 69 not-downloaded
    fi
  done
}

# One of the signatures (64 bytes each, four at the most) is by one of the keys.
verify_signature() {
  say verifying-signature
  signatures=$(size "$work/manifest.json.sig")
  if [ "$(size "$work/manifest.json")" -le $MAX_MANIFEST ] && [ "$signatures" -le 256 ] && [ $((signatures % 64)) = 0 ]; then
    for key in $KEYS; do
      printf -- '-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n' "$key" >"$work/key"
      at=0
      while [ $at -lt $((signatures / 64)) ]; do
        dd if="$work/manifest.json.sig" of="$work/one" bs=64 skip=$at count=1 2>/dev/null
        if "$openssl" pkeyutl -verify -pubin -inkey "$work/key" -rawin -in "$work/manifest.json" -sigfile "$work/one" >/dev/null 2>&1; then
          return 0
        fi
        at=$((at + 1))
      done
    done
  fi
  fail 65 not-signed
}

# NAME: a text at the top of the manifest.
field() { sed -n "s/^  \"$1\": \"\([^\"]*\)\",\$/\1/p" "$work/manifest.json" | head -n 1; }

# NAME PATTERN: of the line of this target.
of_target() { expr "$line" : ".*\"$1\":\"\{0,1\}\($2\)[\",}]" || true; }

read_manifest() {
  if ! grep -q '^  "format": 1,$' "$work/manifest.json" || ! grep -q '^  "name": "jabber-home",$' "$work/manifest.json"; then
    fail 65 later-kind
  fi
  version=$(field version) released=$(field released) expires=$(field expires)
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  if expr "x$now" '<' "x$(expr "$released" : '\(.\{10\}\)')" >/dev/null; then
    fail 65 clock
  fi
  if expr "x$now" '>=' "x$expires" >/dev/null; then
    fail 65 expired
  fi
}

find_file() {
  line=$(grep -F "{\"target\":\"$target\"," "$work/manifest.json" || true)
  file=$(of_target file '[A-Za-z0-9][A-Za-z0-9._~+-]*') bytes=$(of_target bytes '[0-9]*') sum=$(of_target sha256 '[0-9a-f]\{64\}')
  unpacked_bytes=$(of_target unpackedBytes '[0-9]*') unpacked_sum=$(of_target unpackedSha256 '[0-9a-f]\{64\}')
  for fact in "$file" "$bytes" "$sum" "$unpacked_bytes" "$unpacked_sum"; do
    [ -n "$fact" ] || fail 69 not-made
  done
}

installed_version() { "$program" version 2>/dev/null | sed -n 's/^jabber-home \([0-9][0-9A-Za-z.-]*\)$/\1/p'; }

# A newer one that is here stays: whoever serves an old release shall not bring old mistakes back.
refuse_older() {
  here=$(installed_version || true)
  [ -n "$here" ] || return 0
  if printf '%s %s\n' "$version" "$here" | awk '{
      split($1, a, /[.-]/); split($2, b, /[.-]/)
      for (i = 1; i <= 3; i++) if (a[i] + 0 != b[i] + 0) exit !(a[i] + 0 < b[i] + 0)
      exit !($1 ~ /-/ && $2 !~ /-/)
    }'; then
    fail 65 newer-here
  fi
}

# FOLDER BYTES
require_space() {
  place=$1 needed=$(($2 / 1048576 + 1))
  free=$(df -Pk "$place" | awk 'NR == 2 { print $4 }')
  [ "$free" -lt $(($2 / 1024 + 1)) ] || return 0
  free=$((free / 1024))
  fail 73 no-room
}

# What is there of an earlier run is kept, by the digest that the whole has to have.
download() {
  part=$cache/$sum.part
  touch "$part"
  [ "$(size "$part")" -le "$bytes" ] || : >"$part"
  have=$(size "$part")
  require_space "$cache" $((bytes - have))
  if [ "$have" -lt "$bytes" ]; then
    needed=$(((bytes - have) / 1048576 + 1))
    say downloading
    rest "$have"
    if [ "$(cat "$work/failed")" = 33 ]; then
      : >"$part"
      rest 0
    fi
  fi
  have=$(size "$part")
  [ "$have" = "$bytes" ] || fail 69 cut
  say verifying-sum
  if [ "$(sha256 "$part")" != "$sum" ]; then
    rm -f "$part"
    fail 65 wrong-download
  fi
}

# OFFSET: what follows in the file, as far as it comes.
rest() {
  echo 0 >"$work/failed"
  { fetch "$file" "$1" || echo $? >"$work/failed"; } | head -c $((bytes - $1)) >>"$part" || fail_full "$cache"
}

# FOLDER
fail_full() {
  place=$1
  fail 73 full
}

# Beside its place, so that it gets its name at once and as a whole.
unpack() {
  mkdir -p "$folder" 2>/dev/null || true
  [ -w "$folder" ] || fail 77 no-permission
  require_space "$folder" "$unpacked_bytes"
  new=$folder/.jabber-home.new.$$
  gzip -dc "$part" 2>/dev/null | head -c $((unpacked_bytes + 1)) >"$new" || fail_full "$folder"
  if [ "$(size "$new") $(sha256 "$new")" != "$unpacked_bytes $unpacked_sum" ]; then
    rm -rf "$cache"
    fail 65 wrong-unpacked
  fi
  chmod 755 "$new"
  if ! says=$("$new" version 2>&1); then
    rm -rf "$cache"
    fail 1 does-not-run
  fi
  mv -f "$new" "$program"
  rm -rf "$cache"
}
