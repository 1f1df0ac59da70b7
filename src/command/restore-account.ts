/** jabber-home restore FILE --account JID: what one person has in a backup comes back, and nothing of what there is now goes. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountsIn } from "../assembly/accounts-in.ts";
import { openBackedUpAccounts } from "../assembly/backed-up-account.ts";
import type { AgeKey } from "../backup/age-keys.ts";
import { copyDatabase } from "../backup/database-copy.ts";
import { extract } from "../backup/extract.ts";
import { DATABASE, type Manifest } from "../backup/manifest.ts";
import { type Home, homeAt } from "../home.ts";
import type { Jid } from "../jid/jid.ts";
import { openStderrLog } from "../log/stderr.ts";
import { backupMessages } from "../messages/backups.ts";
import type { Language } from "../messages/language.ts";
import { NS_PIE } from "../namespaces.ts";
import { parseTypedAccount } from "../operations/addresses.ts";
import type { Imported, ImportedFile, Source } from "../transfer/source.ts";
import { type Asker, askIfRunning, sayingWhy } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { requireHomeAccess } from "./home-access.ts";
import { type ImportReportFacts, leftText, ofOne, totalsText } from "./import-report.ts";
import { importFrom } from "./import-run.ts";
import { VerbError } from "./verb-error.ts";

export interface AccountRequest extends Asker {
  /** The backup, absolute. */
  readonly file: string;
  readonly manifest: Manifest;
  readonly key: AgeKey | undefined;
  /** A JID, or a name at the first domain of the backup. */
  readonly account: string;
  /** A copy of the database is worked on, and what would change is told. */
  readonly isTrial: boolean;
  /** Called before anything is changed, with the bare JID and whether the account is there now. Rejects where nothing is to be. */
  readonly confirm: (account: string, isHere: boolean) => Promise<void>;
}

export interface RestoredAccount {
  readonly account: string;
  /** The account was there, and has what was lacking. */
  readonly wasHere: boolean;
  readonly isTrial: boolean;
  readonly result: ImportReportFacts["result"];
}

/** What an account depends on, beside its files. */
const NEEDED: ReadonlySet<string> = new Set([DATABASE, "secret"]);

/** Rejects with CommandError, VerbError, BackupError, StoreError, and the system's errors. */
export async function restoreAccount(request: AccountRequest): Promise<RestoredAccount> {
  const { file, manifest, key, home, language, isTrial } = request;
  const jid = await sayingWhy(request, async () => parseTypedAccount(request.account, manifest.domains));
  if (!existsSync(home.config)) throw new VerbError(EXIT.configuration, "not-set-up");
  requireHomeAccess(home);
  const running = await askIfRunning(request, "GET /status");
  const wasHere = accountsIn(home.database, openStderrLog("error", "text")).has(jid.bare);
  const work = await mkdtemp(join(workFolder(), "jabber-home-restore-"));
  try {
    await extract(file, work, manifest, { key, isWanted: (path) => NEEDED.has(path) });
    const { path, files } = await readAccount(work, jid, request);
    await request.confirm(jid.bare, wasHere);
    const wanted = new Set(files.map((each) => each.file));
    if (wanted.size > 0) await extract(file, work, manifest, { key, isWanted: (each) => wanted.has(each) });
    const target = isTrial ? await copyOf(home, work) : home;
    const { result } = await importFrom({
      ...{ home: target, language, path, domain: undefined, isTrial: false, onProgress: undefined },
      running: isTrial ? undefined : running,
      watched: (source) => ({ ...source, read: () => itemsOf(source, filesIn(work, files), wasHere) }),
    });
    return { account: jid.bare, wasHere, isTrial, result };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A database may be large, and /tmp is memory on many systems. */
const workFolder = (): string => process.env.TMPDIR || (existsSync("/var/tmp") ? "/var/tmp" : tmpdir());

/** Writes the account as of XEP-0227. Rejects with CommandError where the backup has none of that name. */
async function readAccount(
  work: string,
  jid: Jid,
  { manifest, language }: Pick<AccountRequest, "manifest" | "language">,
): Promise<{ readonly path: string; readonly files: readonly ImportedFile[] }> {
  const accounts = await openBackedUpAccounts(homeAt(work), manifest.domains, openStderrLog("error", "text"));
  try {
    if (!accounts.exists(jid.bare))
      throw new CommandError(EXIT.failed, ...backupMessages[language].noSuchAccount(jid.bare));
    const path = join(work, "account.xml");
    await using handle = await open(path, "wx", 0o600);
    for await (const piece of accounts.text(jid)) await handle.writeFile(piece);
    return { path, files: accounts.files(jid) };
  } finally {
    await accounts.close();
  }
}

const filesIn = (work: string, files: readonly ImportedFile[]): readonly ImportedFile[] =>
  files.map((each) => ({ ...each, file: join(work, each.file) }));

/** What waited then has been delivered since, where the account has been here: it is in the history. */
async function* itemsOf(source: Source, files: readonly ImportedFile[], wasHere: boolean): AsyncGenerator<Imported> {
  for await (const item of source.read()) {
    if (item.type === "part" && wasHere && item.part.is("offline-messages", NS_PIE)) continue;
    // Their addresses, of files that come themselves.
    if (item.type === "part" && item.part.getName() === "file-sharing") continue;
    yield item;
  }
  yield* files;
}

/** A home of its own with what the server has now: what is stored there is thrown away. */
async function copyOf(home: Home, work: string): Promise<Home> {
  const copy = homeAt(join(work, "now"));
  await mkdir(copy.directory, { mode: 0o700 });
  await copyFile(home.config, copy.config);
  if (existsSync(home.secret)) await copyFile(home.secret, copy.secret);
  if (existsSync(home.database)) await copyDatabase(home.database, copy.database, 0);
  return copy;
}

export function restoredAccountJson({ account, wasHere, isTrial, result }: RestoredAccount) {
  return { account, wasHere, dryRun: isTrial, ...ofOne(account, result) };
}

export function restoredAccountText(
  { account, wasHere, isTrial, result }: RestoredAccount,
  language: Language,
): string {
  const messages = backupMessages[language];
  const { counts, left } = result;
  return [
    isTrial ? messages.accountTrial(account, wasHere) : messages.accountBack(account, wasHere),
    ...totalsText({ counts: counts.filter(({ kind }) => kind !== "accounts") }, language),
    ...(left.length > 0 ? leftText(result, language) : []),
    ...(wasHere ? [] : [messages.askContacts]),
  ].join("\n");
}
