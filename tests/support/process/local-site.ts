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
  ...["server", "server_tls", "http", "https", "proxy"].map((name) => `listen.${name}=off`),
  "accounts.iterations=4096",
];

export interface LocalSite extends Disposable {
  /** Where the home is, and whatever else a test needs. */
  readonly folder: string;
  readonly home: string;
  /** jabber-home VERB … --home HOME */
  command(args: readonly string[]): readonly string[];
  /** Runs a verb to its end. */
  runVerb(args: readonly string[], options?: ProgramOptions): Promise<EndedProgram>;
  /** Resolves when it serves. */
  start(options?: ProgramOptions): Promise<RunningSite>;
}

export interface RunningSite extends RunningProgram {
  /** How a client reaches it. */
  at(tls: "starttls" | "direct"): ClientOptions;
  /** Signed in and present. */
  logIn(person: Person, tls?: "starttls" | "direct"): Promise<Client>;
}

export interface LocalSiteOptions {
  /** The words before the verb; the compiled program by default. */
  readonly program?: readonly string[];
  /** `--set`s beyond those that every site has. */
  readonly settings?: readonly string[];
}

/** Throws what setup says where it fails. */
export async function localSite({ program = [compiledProgram()], settings = [] }: LocalSiteOptions = {}) {
  const folder = temporaryFolder("site");
  const home = join(folder.path, "home");
  const command = (args: readonly string[]): readonly string[] => [...program, ...args, "--home", home];
  const runVerb: LocalSite["runVerb"] = (args, options) => runProgram(command(args), { cwd: folder.path, ...options });
  const isDone = ({ exit, out, err }: EndedProgram): void => {
    if (exit !== 0 || err !== "") throw new Error(`${exit}: ${out}${err}`);
  };
  const set = [...SETTINGS, ...settings].flatMap((setting) => ["--set", setting]);
  const who = ["--domain", "localhost", "--certificate", "self-signed", "--admin", "alice", "--password-file", "-"];
  isDone(await runVerb(["setup", "--no-input", ...who, ...set], { input: PASSWORDS.alice }));
  isDone(await runVerb(["user", "add", "bob@localhost", "--password-file", "-"], { input: PASSWORDS.bob }));
  const site: LocalSite = {
    folder: folder.path,
    home,
    command,
    runVerb,
    start: async (options) => running(startProgram(command(["run"]), { cwd: folder.path, ...options })),
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
