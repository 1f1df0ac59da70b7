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
  [ -n "$KEYS" ] || fail 69 \
    "This install.sh knows no key by which a release could be signed. Take the one that lies beside the release." \
    "Cet install.sh ne connaît aucune clé qui pourrait avoir signé une version. Prenez celui qui accompagne la version."
  case $from in
    https://* | http://127.* | http://localhost[:/]* | 'http://[::1]'*) ;;
    *) fail 2 "Where is the release? --from https://…" "Où se trouve la version à installer ? --from https://…" ;;
  esac
  has curl || has wget || fail 69 "Install curl or wget first." "Installez d’abord curl ou wget."
  say "Asking which version there is: $from" "Recherche de la version disponible : $from"
  for name in manifest.json manifest.json.sig; do
    # One byte more than it may have, so that too many are seen.
    { fetch $name 0 || echo $? >"$work/failed"; } | head -c $((MAX_MANIFEST + 1)) >"$work/$name" || fail_full "$work"
    if [ -e "$work/failed" ]; then
      fail 69 "$from/$name could not be downloaded. Is this machine connected? Try again later." \
        "$from/$name n’a pas pu être téléchargé. La machine est-elle connectée ? Réessayez plus tard."
    fi
  done
}

# One of the signatures (64 bytes each, four at the most) is by one of the keys.
verify_signature() {
  say "Verifying the signature" "Vérification de la signature"
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
  fail 65 "The release is not signed by a key that this install.sh knows: nothing of it is used. Whoever serves $from may have changed it; get install.sh anew from where the project tells." \
    "La version n’est pas signée par une clé que cet install.sh connaît : rien n’en est utilisé. Celui qui sert $from l’a peut-être modifiée ; reprenez install.sh à l’adresse que donne le projet."
}

# NAME: a text at the top of the manifest.
field() { sed -n "s/^  \"$1\": \"\([^\"]*\)\",\$/\1/p" "$work/manifest.json" | head -n 1; }

# NAME PATTERN: of the line of this target.
of_target() { expr "$line" : ".*\"$1\":\"\{0,1\}\($2\)[\",}]" || true; }

read_manifest() {
  if ! grep -q '^  "format": 1,$' "$work/manifest.json" || ! grep -q '^  "name": "jabber-home",$' "$work/manifest.json"; then
    fail 65 "This release is of a later kind: take the install.sh that lies beside it." \
      "Cette version est d’un format plus récent : prenez l’install.sh qui l’accompagne."
  fi
  version=$(field version) released=$(field released) expires=$(field expires)
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  if expr "x$now" '<' "x$(expr "$released" : '\(.\{10\}\)')" >/dev/null; then
    fail 65 "This machine's clock says $now, which is before the release was made ($released): set the clock and run this again." \
      "L’horloge de cette machine dit $now, avant la sortie de la version ($released) : mettez-la à l’heure, puis relancez."
  fi
  if expr "x$now" '>=' "x$expires" >/dev/null; then
    fail 65 "The release at $from was to be used until $expires: a newer one may be held back. Try again later, or ask the project." \
      "La version proposée par $from était valable jusqu’au $expires : une plus récente est peut-être retenue. Réessayez plus tard, ou demandez au projet."
  fi
}

find_file() {
  line=$(grep -F "{\"target\":\"$target\"," "$work/manifest.json" || true)
  file=$(of_target file '[A-Za-z0-9][A-Za-z0-9._~+-]*') bytes=$(of_target bytes '[0-9]*') sum=$(of_target sha256 '[0-9a-f]\{64\}')
  unpacked_bytes=$(of_target unpackedBytes '[0-9]*') unpacked_sum=$(of_target unpackedSha256 '[0-9a-f]\{64\}')
  for fact in "$file" "$bytes" "$sum" "$unpacked_bytes" "$unpacked_sum"; do
    [ -n "$fact" ] || fail 69 "Version $version is not made for this machine ($target)." \
      "La version $version n’existe pas pour cette machine ($target)."
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
    fail 65 "Version $here is here already, and newer than $version: it stays." \
      "La version $here est déjà là, plus récente que $version : elle reste."
  fi
}

# FOLDER BYTES
require_space() {
  free=$(df -Pk "$1" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge $(($2 / 1024 + 1)) ] || fail 73 \
    "There is not enough room in $1: $(($2 / 1048576 + 1)) MB are needed, $((free / 1024)) MB are free." \
    "Il n’y a pas assez de place dans $1 : il faut $(($2 / 1048576 + 1)) Mo, il en reste $((free / 1024))."
}

# What is there of an earlier run is kept, by the digest that the whole has to have.
download() {
  part=$cache/$sum.part
  touch "$part"
  [ "$(size "$part")" -le "$bytes" ] || : >"$part"
  have=$(size "$part")
  require_space "$cache" $((bytes - have))
  if [ "$have" -lt "$bytes" ]; then
    say "Downloading version $version for $target: $(((bytes - have) / 1048576 + 1)) MB" \
      "Téléchargement de la version $version pour $target : $(((bytes - have) / 1048576 + 1)) Mo"
    rest "$have"
    if [ "$(cat "$work/failed")" = 33 ]; then
      : >"$part"
      rest 0
    fi
  fi
  [ "$(size "$part")" = "$bytes" ] || fail 69 \
    "The download was cut off after $(size "$part") of $bytes bytes. Run this again: it goes on from there." \
    "Le téléchargement a été interrompu après $(size "$part") octets sur $bytes. Relancez : il reprendra là."
  say "Verifying the checksum" "Vérification de la somme de contrôle"
  if [ "$(sha256 "$part")" != "$sum" ]; then
    rm -f "$part"
    fail 65 "What was downloaded is not what the release says: it is thrown away. Run this again; if that happens twice, ask the project." \
      "Ce qui a été téléchargé n’est pas ce qu’annonce la version : c’est jeté. Relancez ; si cela se répète, demandez au projet."
  fi
}

# OFFSET: what follows in the file, as far as it comes.
rest() {
  echo 0 >"$work/failed"
  { fetch "$file" "$1" || echo $? >"$work/failed"; } | head -c $((bytes - $1)) >>"$part" || fail_full "$cache"
}

fail_full() {
  fail 73 "Writing into $1 failed: is the disk full? Make room and run this again." \
    "L’écriture dans $1 a échoué : le disque est-il plein ? Faites de la place, puis relancez."
}

# Beside its place, so that it gets its name at once and as a whole.
unpack() {
  mkdir -p "$folder" 2>/dev/null || true
  [ -w "$folder" ] || fail 77 \
    "You may not write into $folder: choose another folder with --to, or run this as root." \
    "Vous n’avez pas le droit d’écrire dans $folder : choisissez un autre dossier avec --to, ou lancez ceci en tant que root."
  require_space "$folder" "$unpacked_bytes"
  new=$folder/.jabber-home.new.$$
  gzip -dc "$part" 2>/dev/null | head -c $((unpacked_bytes + 1)) >"$new" || fail_full "$folder"
  if [ "$(size "$new") $(sha256 "$new")" != "$unpacked_bytes $unpacked_sum" ]; then
    rm -rf "$cache"
    fail 65 "What was unpacked is not what the release says: it is thrown away." \
      "Ce qui a été décompressé n’est pas ce qu’annonce la version : c’est jeté."
  fi
  chmod 755 "$new"
  if ! says=$("$new" version 2>&1); then
    rm -rf "$cache"
    fail 1 "The program does not run on this machine: $says" "Le programme ne tourne pas sur cette machine : $says"
  fi
  mv -f "$new" "$program"
  rm -rf "$cache"
}
