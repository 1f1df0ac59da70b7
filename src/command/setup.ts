/** jabber-home setup: the wizard, or the same by flags. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Answers, SOURCES } from "../../installer/answers.ts";
import { parseTypedPath } from "../../installer/parse-typed.ts";
import type { SetupHost } from "../../installer/real-environment.ts";
import { thisMachine } from "../../installer/service/machine.ts";
import { settingsFile } from "../../installer/settings.ts";
import { checkService, missingFlags, type SetupOptions, setup } from "../../installer/setup.ts";
import { BeginFromBackup } from "../../installer/step.ts";
import { looksLikeBackup } from "../backup/unpack.ts";
import { CHALLENGES } from "../certificate/challenges/challenge.ts";
import { parseListener } from "../config/listener.ts";
import { type Home, homeAt, processEnvironment, SERVICE_HOME } from "../home.ts";
import type { Language } from "../messages/language.ts";
import { setupMessages } from "../messages/setup.ts";
import { userMessages } from "../messages/users.ts";
import { modules } from "../modules.ts";
import { version } from "../version.ts";
import { type Asker, askAboutAccounts, askIfRunning } from "./ask.ts";
import type { KeyFlags } from "./backup-key.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { requireHomeAccess } from "./home-access.ts";
import { outsideForSetup } from "./outside/for-setup.ts";
import { readPassword } from "./password-input.ts";
import { executable, homeFlag, programName } from "./program.ts";
import { confirmAt, restoreForSetup } from "./restore-for-setup.ts";
import type { WebFlags } from "./setup-by-browser.ts";
import { bringForSetup, sightAt } from "./source-for-setup.ts";
import { type Call, COMMON_FLAGS, defineVerb, type FlagValues, SET_FLAG } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

const FLAGS = {
  home: COMMON_FLAGS.home,
  lang: COMMON_FLAGS.lang,
  "no-input": { kind: "switch", meaning: "noInput" },
  domain: { kind: "text", value: "D", meaning: "domain" },
  host: {
    kind: "text",
    value: "H",
    meaning: "host",
  },
  address: { kind: "list", value: "IP", meaning: "address" },
  certificate: { kind: "text", value: "self-signed|acme|files", meaning: "certificate" },
  challenge: { kind: "text", value: CHALLENGES.join("|"), meaning: "challenge" },
  "acme-directory": { kind: "text", value: "URL", meaning: "acmeDirectory" },
  "acme-ca": { kind: "text", value: "FILE", meaning: "acmeCa" },
  "certificate-file": { kind: "text", value: "F", meaning: "certificateFile" },
  "key-file": { kind: "text", value: "F", meaning: "keyFile" },
  admin: { kind: "text", value: "USER", meaning: "firstAccount" },
  "password-file": {
    kind: "text",
    value: "FILE",
    meaning: "itsPassword",
  },
  from: { kind: "text", value: "FILE", meaning: "setupFrom" },
  "passphrase-file": { kind: "text", value: "FILE", meaning: "decryptBy" },
  identity: { kind: "text", value: "FILE", meaning: "decryptByKey" },
  "move-from": { kind: "text", value: "SOURCE", meaning: "moveFrom" },
  "stop-old": { kind: "switch", meaning: "stopOld" },
  "disable-old": { kind: "switch", meaning: "disableOld" },
  "write-dns": { kind: "switch", meaning: "writeDns" },
  service: { kind: "switch", meaning: "service" },
  web: { kind: "switch", meaning: "web" },
  "first-visitor": { kind: "switch", meaning: "firstVisitor" },
  "web-port": { kind: "text", value: "N", meaning: "webPort" },
  set: SET_FLAG,
} as const;

export default defineVerb({
  name: "setup",
  examples: [
    "setup",
    "setup --lang LANG",
    "setup --web",
    "setup --no-input --home DIR --domain example.com \\\n    --certificate acme --admin alice --password-file FILE",
    "setup --from /media/usb/jabber-home-2026-11-30.tar.zst",
    "setup --no-input --move-from /var/lib/prosody --stop-old \\\n    --disable-old --certificate acme --admin alice --service",
  ],
  flags: FLAGS,
  run: async (call): Promise<ExitCode> => {
    const { flags, terminal, language } = call;
    const messages = setupMessages[language];
    const web = webFlagsOf(flags);
    const isAtTerminal = !flags["no-input"] && terminal.isInteractive;
    const isAsking = web !== undefined || isAtTerminal;
    const file = flags["password-file"];
    const options = {
      language,
      answers: answersOf(flags),
      settings: settingsOf(flags),
      password: file === undefined ? undefined : readPassword(file, terminal, userMessages[language]),
      wantsService: flags.service,
      writesDns: flags["write-dns"],
      stopsOld: flags["stop-old"],
      disablesOld: flags["disable-old"],
      terminal: isAsking ? { input: process.stdin, output: process.stdout } : undefined,
      say: terminal.out,
    };
    const home = homeFor(call);
    const { source } = settingsFile(home.config, modules, options.settings);
    // The backup has everything.
    const missing = isAsking || flags.from !== undefined ? [] : missingFlags({ ...options, source });
    if (!isAsking && !flags["no-input"])
      throw new CommandError(EXIT.usage, messages.noTerminal, messages.missing(["--no-input", ...missing]));
    if (missing.length > 0) throw new CommandError(EXIT.usage, messages.missing(missing));
    requireHomeAccess(home);
    const runServer = async (): Promise<ExitCode> => {
      const { default: run } = await import("./run.ts");
      return run.run({ ...call, home, flags: { set: [], check: false } });
    };
    if (web) {
      const { setupByBrowser } = await import("./setup-by-browser.ts");
      const hostFor = (spoken: Language): SetupHost => setupHostAt({ home, language: spoken });
      const restored = await restoredAnswers({ ...call, home }, flags.from, options.wantsService, isAtTerminal);
      const { restoreInBrowser, uploadsInto } = await import("./restore-in-browser.ts");
      const begun = {
        ...options,
        answers: { ...options.answers, ...restored },
        restore: restoreInBrowser({ ...call, home }),
        uploads: uploadsInto(home),
      };
      return await setupByBrowser({ hostFor, options: begun, terminal, web, runServer });
    }
    const answers = await setupFrom({ ...call, home }, flags.from, options);
    if (!answers) return EXIT.failed;
    return answers.startMode === "foreground" ? await runServer() : EXIT.ok;
  },
});

type FromCall = Pick<Call, "home" | "language" | "terminal"> & { readonly flags: KeyFlags };

/** `from`: a backup, which the person may also name in the first step. */
async function setupFrom(
  call: FromCall,
  from: string | undefined,
  options: SetupOptions,
): Promise<Answers | undefined> {
  const isAsking = options.terminal !== undefined;
  const restored = await restoredAnswers(call, from, options.wantsService, isAsking);
  try {
    return await setup(setupHostAt(call), { ...options, answers: { ...options.answers, ...restored } });
  } catch (error) {
    if (!(error instanceof BeginFromBackup)) throw error;
    // There are questions again: the process waits for their answers.
    options.terminal?.input.ref();
    return await setupFrom(call, error.path, options);
  }
}

/** Puts the backup in place, where there is one. */
async function restoredAnswers(
  call: FromCall,
  from: string | undefined,
  wantsService: boolean,
  isAsking: boolean,
): Promise<Answers> {
  if (from === undefined) return {};
  // Before anything is put in place.
  if (wantsService) checkService(setupHostAt(call), setupMessages[call.language]);
  const asker = { say: call.terminal.out, ...(isAsking ? { confirm: confirmAt(call) } : {}) };
  const opening = { flags: call.flags, terminal: call.terminal, isUnattended: !isAsking };
  return await restoreForSetup(call, resolve(parseTypedPath(from) ?? from), opening, asker);
}

function answersOf(flags: FlagValues<typeof FLAGS>): Answers {
  const source = oneOf("--certificate", flags.certificate, SOURCES);
  const challenge = oneOf("--challenge", flags.challenge, CHALLENGES);
  const { domain, host, address, admin } = flags;
  return {
    ...(domain && { domain, purpose: domain === "localhost" ? "local" : "internet", host: host ?? domain }),
    ...(host && { host }),
    ...(address.length > 0 && { addresses: address }),
    ...(source && { source }),
    ...(challenge && { challenge }),
    ...(flags["certificate-file"] && { chainFile: parseTypedPath(flags["certificate-file"]) ?? "" }),
    ...(flags["key-file"] && { keyFile: parseTypedPath(flags["key-file"]) ?? "" }),
    ...(admin && { admin }),
    ...(flags["move-from"] && { moveFrom: parseTypedPath(flags["move-from"]) ?? "" }),
  };
}

function oneOf<Choice extends string>(flag: string, given: string | undefined, choices: readonly Choice[]) {
  const choice = choices.find((each) => each === given);
  if (given !== undefined && choice === undefined)
    throw new VerbError(EXIT.usage, "no-choice", { flag, given, choices });
  return choice;
}

/** Undefined without --web. */
function webFlagsOf(flags: FlagValues<typeof FLAGS>): WebFlags | undefined {
  const { web, "first-visitor": isForFirst, "web-port": port } = flags;
  const needing = (["first-visitor", "web-port"] as const).find((name) => !web && flags[name]);
  if (needing) throw new VerbError(EXIT.usage, "needs-flag", { flag: `--${needing}`, needed: "--web" });
  if (web && flags["no-input"]) throw new VerbError(EXIT.usage, "not-both", { flags: ["--web", "--no-input"] });
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) < 65_536))
    throw new VerbError(EXIT.usage, "no-port", { flag: "--web-port", given: port });
  return web ? { isForFirst, port: port === undefined ? undefined : Number(port) } : undefined;
}

const settingsOf = (flags: FlagValues<typeof FLAGS>): readonly string[] => [
  ...(flags["acme-directory"] ? [`certificate.directory=${flags["acme-directory"]}`] : []),
  ...(flags["acme-ca"] ? [`certificate.ca_file=${parseTypedPath(flags["acme-ca"]) ?? ""}`] : []),
  // --lang is also the language of the server's messages.
  ...(flags.lang ? [`language=${flags.lang}`] : []),
  ...flags.set,
];

/** The home of a service for an administrator who names no home and has none, on a machine that can run a service. */
function homeFor({ flags, home }: Call<typeof FLAGS>): Home {
  const isSaid = flags.home !== undefined || Boolean(process.env.JABBER_HOME);
  const { isAdministrator, hasSystemd } = thisMachine();
  const canServe = isAdministrator && hasSystemd && executable() !== undefined;
  return canServe && !isSaid && !existsSync(home.config) ? homeAt(SERVICE_HOME) : home;
}

function setupHostAt(asker: Asker): SetupHost {
  const { home } = asker;
  const around = processEnvironment();
  // The service's home is the administrator's default as soon as it exists.
  const exists = (path: string): boolean => path === home.directory || around.exists(path);
  return {
    home,
    program: programName(),
    homeFlag: homeFlag(home, { ...around, exists }),
    version,
    modules,
    accounts: {
      list: async () => (await askAboutAccounts(asker, "GET /users")).users,
      create: async (jid, password) => {
        await askAboutAccounts(asker, "POST /users", { users: [{ jid, password, admin: true }] });
      },
      appoint: async (jid) => {
        await askAboutAccounts(asker, "POST /users/administrators", { jid });
      },
    },
    invite: async (inviter, name) => {
      const jid = name === undefined ? undefined : `${name}@${inviter.slice(inviter.lastIndexOf("@") + 1)}`;
      const { url, uri = "", invitation } = await askAboutAccounts(asker, "POST /users/invitations", { inviter, jid });
      return { link: url ?? uri, expires: invitation.expires };
    },
    passwordLink: async (jid) => {
      const { url, invitation } = await askAboutAccounts(asker, "POST /users/reset", { jid });
      return url === undefined ? undefined : { link: url, expires: invitation.expires };
    },
    outside: outsideForSetup(asker),
    sources: {
      look: (path) => sightAt(path, asker),
      bring: (request) => bringForSetup(request, asker),
    },
    isBackup: looksLikeBackup,
    runningDomains: async () => (await askIfRunning(asker, "GET /status"))?.domains,
    runningPorts: async () => {
      const { listening = {} } = (await askIfRunning(asker, "GET /status")) ?? {};
      return Object.values(listening).flatMap((address) => parseListener(address)?.port ?? []);
    },
    executable: executable(),
  };
}
