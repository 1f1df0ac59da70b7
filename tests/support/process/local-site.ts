/** A home for localhost with alice and bob, set up without prompts, on free ports. */
import { join } from "node:path";
import { Client, type ClientOptions } from "../client/client.ts";
import { compiledProgram } from "./compiled.ts";
import {
  type EndedProgram,
  type ProgramOptions,
  type RunningProgram,
  runProgram,
  startProgram,
  temporaryFolder,
} from "./started.ts";

/** Alice administers. */
export const PASSWORDS = { alice: "down the rabbit hole", bob: "can we fix it" } as const;
export type Person = keyof typeof PASSWORDS;

const SETTINGS = [
  ...["client", "client_tls"].map((name) => `listen.${name}=127.0.0.1:0`),
  ...["server", "server_tls", "http", "https", "proxy", "turn", "turns"].map((name) => `listen.${name}=off`),
  "accounts.iterations=4096",
];

export interface LocalSite extends Disposable {
  /** The folder of the home, and of other files of a test. */
  readonly folder: string;
  readonly home: string;
  /** jabber-home VERB … --home HOME */
  command(args: readonly string[]): readonly string[];
  /** Runs a verb and waits for its end. */
  runVerb(args: readonly string[], options?: ProgramOptions): Promise<EndedProgram>;
  /** Starts the server; resolves when it listens. */
  start(options?: ProgramOptions): Promise<RunningSite>;
  /** The same, by another command than `command(["run"])`. */
  startBy(command: readonly string[], options?: ProgramOptions): Promise<RunningSite>;
}

export interface RunningSite extends RunningProgram {
  /** How a client connects to it. */
  at(tls: "starttls" | "direct"): ClientOptions;
  /** Signs in and sends initial presence. */
  logIn(person: Person, tls?: "starttls" | "direct"): Promise<Client>;
}

export interface LocalSiteOptions {
  /** The command before the verb; the compiled program by default. */
  readonly program?: readonly string[];
  /** Further `--set` arguments of setup. */
  readonly settings?: readonly string[];
}

/** Sets up a home. Throws setup's output where it fails. */
export async function localSite({ program = [compiledProgram()], settings = [] }: LocalSiteOptions = {}) {
  const folder = temporaryFolder("site");
  const home = join(folder.path, "home");
  const command = (args: readonly string[]): readonly string[] => [...program, ...args, "--home", home];
  const runVerb: LocalSite["runVerb"] = (args, options) => runProgram(command(args), { cwd: folder.path, ...options });
  const isDone = ({ exit, out, err }: EndedProgram): void => {
    if (exit !== 0 || err !== "") throw new Error(`${exit}: ${out}${err}`);
  };
  const set = [...SETTINGS, ...settings].flatMap((setting) => ["--set", setting]);
  const setupArgs = [
    "--domain",
    "localhost",
    "--certificate",
    "self-signed",
    "--admin",
    "alice",
    "--password-file",
    "-",
  ];
  isDone(await runVerb(["setup", "--no-input", ...setupArgs, ...set], { input: PASSWORDS.alice }));
  isDone(await runVerb(["user", "add", "bob@localhost", "--password-file", "-"], { input: PASSWORDS.bob }));
  const site: LocalSite = {
    folder: folder.path,
    home,
    command,
    runVerb,
    start: (options) => site.startBy(command(["run"]), options),
    startBy: (by, options) => running(startProgram(by, { cwd: folder.path, ...options })),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
  return site;
}

async function running(server: RunningProgram): Promise<RunningSite> {
  const [, client, direct] = await server.prints(/server-started .*client=\S+:(\d+) client_tls=\S+:(\d+)/);
  const at: RunningSite["at"] = (tls) => {
    const port = Number(tls === "direct" ? direct : client);
    return { host: "127.0.0.1", port, domain: "localhost", tls, timeout: 30_000 };
  };
  return {
    ...server,
    at,
    logIn: async (person, tls = "direct") => {
      const login = { username: person, password: PASSWORDS[person] };
      const session = await Client.login(at(tls), login);
      session.send("<presence/>");
      await session.receive(({ name, attrs }) => name === "presence" && attrs.from === session.jid);
      return session;
    },
  };
}
