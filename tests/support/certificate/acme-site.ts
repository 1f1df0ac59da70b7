/** A home whose certificate comes from a real ACME server on loopback, set up by the compiled program. */
import type { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChallengeType } from "../../../src/certificate/challenges/challenge.ts";
import { Client } from "../client/client.ts";
import { freePorts } from "../network/free-ports.ts";
import { compiledProgram } from "../process/compiled.ts";
import {
  type EndedProgram,
  type RunningProgram,
  runProgram,
  startProgram,
  temporaryFolder,
} from "../process/started.ts";
import { type AcmeProxy, openAcmeProxy } from "./acme-proxy.ts";
import { shownCertificate } from "./openssl-client.ts";
import { type Pebble, type PebbleOptions, startPebble } from "./pebble.ts";

export const DOMAIN = "example.test";
export const PASSWORD = "curiouser and curiouser";

export interface Authority extends AsyncDisposable {
  readonly pebble: Pebble;
  /** What pebble is asked goes through here. */
  readonly proxy: AcmeProxy;
  /** The root that it issues from, in PEM. */
  readonly rootsFile: string;
}

/** An authority for which the domain leads to this machine. */
export async function openAuthority(options: PebbleOptions = {}): Promise<Authority> {
  const pebble = await startPebble(options);
  const proxy = openAcmeProxy(pebble);
  await pebble.setAddresses(DOMAIN, ["127.0.0.1"]);
  const folder = temporaryFolder("roots");
  const rootsFile = join(folder.path, "issuing.pem");
  writeFileSync(rootsFile, await pebble.issuingRoot());
  return {
    pebble,
    proxy,
    rootsFile,
    [Symbol.asyncDispose]: async () => {
      await proxy.stop();
      await pebble.stop();
      folder[Symbol.dispose]();
    },
  };
}

export type Tls = "starttls" | "direct";

export interface Site extends Disposable {
  readonly home: string;
  readonly ports: Readonly<Record<"client" | "client_tls" | "server" | "server_tls", number>>;
  /** A file in the folder of the certificate. */
  certificateFile(name: string): string;
  /** jabber-home VERB … --home HOME */
  command(words: readonly string[]): readonly string[];
  /** Without a question, for the domain and with alice as administrator. */
  setup(challenge: ChallengeType, settings?: readonly string[]): Promise<EndedProgram>;
  /** Resolves when it serves. */
  start(): Promise<RunningProgram>;
  /** What openssl sees, which trusts nobody but the authority. */
  shownCertificate(tls: Tls): Promise<X509Certificate>;
  /** Alice, signed in. */
  logIn(tls: Tls): Promise<Client>;
}

/** A home to be, with ports of its own. */
export async function newSite({ pebble, proxy, rootsFile }: Authority): Promise<Site> {
  const program = compiledProgram();
  const folder = temporaryFolder("acme");
  const [client = 0, clientTls = 0, server = 0, serverTls = 0] = await freePorts(4);
  const ports = { client, client_tls: clientTls, server, server_tls: serverTls };
  const at = (name: string): string => join(folder.path, name);
  const [home, password, trusted] = [at("home"), at("password"), at("authority.pem")];
  writeFileSync(password, `${PASSWORD}\n`);
  writeFileSync(trusted, proxy.authority.rootsPem ?? "");
  const command = (words: readonly string[]): readonly string[] => [program, ...words, "--home", home];
  const portFor = (tls: Tls): number => (tls === "direct" ? clientTls : client);
  const who = ["--domain", DOMAIN, "--address", "127.0.0.1", "--admin", "alice", "--password-file", password];
  const whom = ["--certificate", "acme", "--acme-directory", proxy.authority.directory, "--acme-ca", trusted];

  return {
    home,
    ports,
    certificateFile: (name) => readFileSync(join(home, "certificate", name), "utf8"),
    command,
    setup: (challenge, settings = []) => {
      const all = [
        ...Object.entries(ports).map(([name, port]) => `listen.${name}=127.0.0.1:${port}`),
        `listen.http=${challenge === "http-01" ? `127.0.0.1:${pebble.httpPort}` : "off"}`,
        `listen.https=${challenge === "tls-alpn-01" ? `127.0.0.1:${pebble.tlsPort}` : "off"}`,
        "listen.proxy=off",
        `dns.resolvers=${pebble.dnsServer}`,
        "accounts.iterations=4096",
        "federation.private_addresses=true",
        ...settings,
      ];
      const words = ["setup", "--no-input", ...who, ...whom, "--challenge", challenge];
      return runProgram(command([...words, ...all.flatMap((setting) => ["--set", setting])]), { cwd: folder.path });
    },
    start: async () => {
      const server = startProgram(command(["run"]), { cwd: folder.path });
      await server.prints(/server-started/);
      return server;
    },
    shownCertificate: (tls) => shownCertificate({ port: portFor(tls), domain: DOMAIN, tls, rootsFile }),
    logIn: (tls) =>
      Client.login(
        { host: "127.0.0.1", port: portFor(tls), domain: DOMAIN, tls },
        { username: "alice", password: PASSWORD },
      ),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}
