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
  /** The proxy through which pebble is reached. */
  readonly proxy: AcmeProxy;
  /** PEM file of the issuing root. */
  readonly rootsFile: string;
}

/** Opens an authority whose DNS resolves the domain to this machine. */
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
  /** The text of a file in the certificate's folder. */
  certificateFile(name: string): string;
  /** jabber-home VERB … --home HOME */
  command(args: readonly string[]): readonly string[];
  /** Runs setup without questions, for the domain and with alice as administrator. */
  setup(challenge: ChallengeType, settings?: readonly string[]): Promise<EndedProgram>;
  /** Starts the server; resolves when it listens. */
  start(): Promise<RunningProgram>;
  /** The certificate that openssl gets and verifies, trusting only the authority. "https": where tls-alpn-01 is in use. */
  shownCertificate(tls: Tls | "https"): Promise<X509Certificate>;
  /** Signs alice in. */
  logIn(tls: Tls): Promise<Client>;
}

/** A home that does not exist yet, with ports of its own. */
export async function newSite({ pebble, proxy, rootsFile }: Authority): Promise<Site> {
  const program = compiledProgram();
  const folder = temporaryFolder("acme");
  const [client = 0, clientTls = 0, server = 0, serverTls = 0] = freePorts(4);
  const ports = { client, client_tls: clientTls, server, server_tls: serverTls };
  const pathOf = (name: string): string => join(folder.path, name);
  const [home, password, proxyRoots] = [pathOf("home"), pathOf("password"), pathOf("authority.pem")];
  writeFileSync(password, `${PASSWORD}\n`);
  writeFileSync(proxyRoots, proxy.authority.rootsPem ?? "");
  const command = (args: readonly string[]): readonly string[] => [program, ...args, "--home", home];
  const portFor = (tls: Tls): number => (tls === "direct" ? clientTls : client);
  const accountArgs = ["--domain", DOMAIN, "--address", "127.0.0.1", "--admin", "alice", "--password-file", password];
  const authorityArgs = [
    "--certificate",
    "acme",
    "--acme-directory",
    proxy.authority.directory,
    "--acme-ca",
    proxyRoots,
  ];

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
        ...["proxy", "turn", "turns"].map((name) => `listen.${name}=off`),
        `dns.resolvers=${pebble.dnsServer}`,
        "accounts.iterations=4096",
        "federation.private_addresses=true",
        ...settings,
      ];
      const args = ["setup", "--no-input", ...accountArgs, ...authorityArgs, "--challenge", challenge];
      return runProgram(command([...args, ...all.flatMap((setting) => ["--set", setting])]), { cwd: folder.path });
    },
    start: async () => {
      const server = startProgram(command(["run"]), { cwd: folder.path });
      await server.prints(/server-started/);
      return server;
    },
    shownCertificate: (tls) =>
      shownCertificate({
        port: tls === "https" ? pebble.tlsPort : portFor(tls),
        ...{ domain: DOMAIN, tls, rootsFile },
      }),
    logIn: (tls) =>
      Client.login(
        { host: "127.0.0.1", port: portFor(tls), domain: DOMAIN, tls },
        { username: "alice", password: PASSWORD },
      ),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}
