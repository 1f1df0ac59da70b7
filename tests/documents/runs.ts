/** The commands of the documents that are run, in an order in which each finds what it needs. */

export interface Run {
  /** As the documents have it (typed.ts). */
  readonly typed: string;
  /** The line for the shell, where it is another: other names, a file that is there, `--yes` for a question at the terminal. */
  readonly as?: string;
  /** 0 by default. */
  readonly exits?: readonly number[];
  /** Further programs that it needs. */
  readonly needs?: readonly string[];
}

const same = (...lines: readonly string[]): readonly Run[] => lines.map((typed) => ({ typed }));
const yes = (typed: string, exits?: readonly number[]): Run => ({
  typed,
  as: `${typed} --yes`,
  ...(exits === undefined ? {} : { exits }),
});

/** Makes the home: the authority of the documents is on the Internet, this one's certificate is its own. */
export const SETUP =
  "jabber-home setup --no-input --home DIR --domain example.com --certificate acme --admin alice --password-file FILE --set log_level=warn";
/** Runs until the end. */
export const SERVER = "jabber-home run --home DIR";

/** While the server runs. */
export const RUNNING: readonly Run[] = [
  // README, and the pages that begin with a look.
  ...same("jabber-home status", "jabber-home user list", "jabber-home user list --by-size", "jabber-home audit"),
  ...same("jabber-home certificate", "jabber-home config check", "jabber-home paths", "jabber-home version"),
  ...same("jabber-home federation"),
  { typed: "jabber-home doctor", exits: [0, 1, 2] },
  { typed: "jabber-home doctor --home DIR --json", exits: [0, 1, 2] },
  // The server of the test logs to a pipe; the machine may have a service.
  { typed: "jabber-home logs", exits: [0, 1] },
  ...same('jabber-home announce "…"'),
  // docs/rooms.md
  ...same('jabber-home room create club --public --name "Chess club" --owner alice@example.com'),
  { typed: "jabber-home room create family", as: "jabber-home room create family --owner alice@example.com" },
  ...same("jabber-home room list", "jabber-home room show family"),
  ...same("jabber-home room affiliation family bob@example.com member"),
  {
    typed: "jabber-home room affiliation ROOM JID owner",
    as: "jabber-home room affiliation family bob@example.com owner",
  },
  {
    typed: "jabber-home room affiliation ROOM YOU member",
    as: "jabber-home room affiliation family alice@example.com member",
  },
  yes("jabber-home room destroy family"),
  // docs/circles.md
  ...same("jabber-home circle create Family"),
  yes("jabber-home circle remove Family"),
  ...same("jabber-home circle create Family alice bob", "jabber-home circle add Family carol@example.com"),
  ...same("jabber-home circle list", "jabber-home circle show Family"),
  // docs/invitations.md
  ...same("jabber-home invite", "jabber-home invite --uses 25", "jabber-home invite --from alice"),
  ...same("jabber-home invite --circle family", "jabber-home invite --expires 24h"),
  { typed: "jabber-home invite bob", as: "jabber-home invite eve" },
  { typed: "jabber-home invite carol --admin", as: "jabber-home invite dora --admin" },
  ...same("jabber-home invite list"),
  {
    typed: "jabber-home invite revoke ID",
    as: `jabber-home invite revoke "$(jabber-home invite list --json | jq -r '.invitations[0].id')"`,
    needs: ["jq"],
  },
  ...same("jabber-home user reset bob", "jabber-home user reset bob@example.com"),
  // docs/circles.md again
  ...same('jabber-home circle rename Family "The Duponts"'),
  { typed: "jabber-home circle kick Family bob", as: 'jabber-home circle kick "The Duponts" bob' },
  // docs/accounts.md, docs/troubleshooting.md
  {
    typed: "jabber-home user add JID --admin",
    as: "jabber-home user add frank@example.com --admin --password-file password",
  },
  // docs/files.md
  ...same("jabber-home files", "jabber-home files --account bob"),
  yes("jabber-home files prune --older-than 90d"),
  yes("jabber-home files prune --larger-than 50MB --account bob@example.com"),
  // Nobody has uploaded anything.
  yes("jabber-home files remove https://example.com/upload/…/photo.jpg", [1]),
  // docs/moving/leaving.md
  ...same("jabber-home export --to server.xml", "jabber-home export --format ejabberd --to server.dump"),
  ...same("jabber-home export --format prosody --to prosody-data"),
  ...same("jabber-home export --format prosody --account bob --to bob"),
  ...same("jabber-home user export alice@example.com", "jabber-home user export bob@example.com"),
  ...same("jabber-home user export alice --to /media/usb/alice.xml --keys"),
  // docs/moving.md: what was exported comes back.
  {
    typed: "jabber-home import /var/lib/prosody --dry-run --no-input",
    as: "jabber-home import prosody-data --dry-run --no-input",
  },
  { typed: "jabber-home import /var/lib/prosody --no-input", as: "jabber-home import prosody-data --no-input" },
  ...same("jabber-home import server.xml --dry-run --no-input", "jabber-home import server.xml --no-input"),
  // docs/backup.md
  ...same("jabber-home backup --to /media/usb", "jabber-home backup --to jabber.tar.zst --json"),
  ...same("tar --zstd -tvf jabber.tar.zst", "tar --zstd -xOf jabber.tar.zst manifest.json"),
  ...same("tar --zstd -xf jabber.tar.zst home/config.toml"),
  ...same("jabber-home backup --to /media/usb --passphrase-file passphrase.txt"),
  { typed: "age-keygen -o jabber-home-key.txt", needs: ["age-keygen"] },
  {
    typed: "age -d -i key.txt jabber.tar.zst.age | tar --zstd -tv",
    as:
      "jabber-home backup --to key.tar.zst.age --recipient $(age-keygen -y jabber-home-key.txt) && " +
      "age -d -i jabber-home-key.txt key.tar.zst.age | tar --zstd -tv",
    needs: ["age", "age-keygen"],
  },
  ...same("jabber-home restore jabber.tar.zst --account alice --dry-run --no-input"),
  {
    typed: "jabber-home restore jabber.tar.zst --account alice@example.com",
    as: "jabber-home restore jabber.tar.zst --account alice@example.com --no-input",
  },
  // docs/scripts.md, docs/json.md
  ...same("jabber-home json-schema user list", "jabber-home json-schema status > status.schema.json"),
  ...same("jabber-home json-schema > all.json"),
  ...same("mkdir -p ~/.local/share/bash-completion/completions", "mkdir -p ~/.zfunc", "jabber-home completion bash"),
  ...same("jabber-home completion bash > ~/.local/share/bash-completion/completions/jabber-home"),
  ...same("jabber-home completion zsh > ~/.zfunc/_jabber-home"),
  {
    typed: "jabber-home completion fish > ~/.config/fish/completions/jabber-home.fish",
    as: "mkdir -p ~/.config/fish/completions && jabber-home completion fish > ~/.config/fish/completions/jabber-home.fish",
  },
  ...same("jabber-home completion powershell >> $PROFILE", "jabber-home man --to ~/.local/share/man"),
  ...["", " user", " config"].map((page) => ({ typed: `jabber-home man${page} | man -l -`, needs: ["man"] })),
  {
    typed: 'curl --unix-socket "$(jabber-home paths --json | jq -r .controlSocket)" http://jabber-home/metrics',
    needs: ["curl", "jq"],
  },
  // docs/web.md
  ...same("jabber-home dns --host-meta xml > host-meta", "jabber-home dns --host-meta json > host-meta.json"),
  // docs/installing.md: what is printed; where it is put belongs to the machine.
  ...["openrc", "launchd", "windows", "docker"].map((kind) => ({
    typed: `jabber-home service file ${kind}`,
    as: `jabber-home service file ${kind} > ${kind}.txt && test -s ${kind}.txt`,
  })),
  // docs/updating.md: nobody has said where releases are.
  { typed: "jabber-home update --check", exits: [78] },
];

/** After the server has been stopped. `other` and its like are homes that are not there yet. */
export const STOPPED: readonly Run[] = [
  ...same("jabber-home run --check"),
  {
    typed: "jabber-home domain rename old.example example.com --dry-run",
    as: "jabber-home domain rename example.com new.example --dry-run",
  },
  {
    typed: "jabber-home domain rename old.example example.com",
    as: "jabber-home domain rename example.com new.example --yes",
  },
  {
    typed: "jabber-home restore /media/usb/jabber-home-2026-11-30-0312.tar.zst",
    as: "jabber-home restore /media/usb/jabber-home-*.tar.zst --no-input --home one",
  },
  { typed: "jabber-home restore FILE", as: "jabber-home restore jabber.tar.zst --no-input --home two" },
  { typed: "jabber-home restore FILE --replace", as: "jabber-home restore jabber.tar.zst --replace --no-input" },
  {
    typed: "jabber-home restore jabber.tar.zst.age --passphrase-file passphrase.txt",
    as: "jabber-home restore /media/usb/jabber-home-*.age --passphrase-file passphrase.txt --no-input --home three",
  },
  {
    typed: "jabber-home restore FILE --identity jabber-home-key.txt",
    as: "jabber-home restore key.tar.zst.age --identity jabber-home-key.txt --no-input --home four",
    needs: ["age-keygen"],
  },
];
