/** The real machine, network and home. */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { systemClock } from "../src/clock.ts";
import { deploymentOf, recordsOf } from "../src/config/deployment.ts";
import type { Configurable } from "../src/config/schema.ts";
import { originOf, webAddressOf } from "../src/config/web-address.ts";
import { readCredentials } from "../src/dns/providers/credentials.ts";
import { createDesecDomain } from "../src/dns/providers/desec.ts";
import { openDnsApi, openRecordWriter, REAL_DEPS } from "../src/dns/providers/providers.ts";
import { type Home, SOCKET_PATH } from "../src/home.ts";
import { writeDurably } from "../src/store/durable-file.ts";
import { makeFolder } from "../src/store/folder-owner.ts";
import type { Environment, KnownAccount } from "./environment.ts";
import { openFormer } from "./former/find.ts";
import type { SourceSight } from "./former/server.ts";
import { generatePassword } from "./password.ts";
import { type Holder, portState } from "./port.ts";
import { openCertificateActions } from "./real-certificate.ts";
import { openInRouter } from "./real-gateway.ts";
import { openNetwork, openZoneResolver, seeDns } from "./real-network.ts";
import { SERVICE_USER } from "./service/description.ts";
import { thisMachine } from "./service/machine.ts";
import { portsIn } from "./service/sockets.ts";
import { install } from "./service/systemd.ts";
import type { SettingsFile } from "./settings.ts";
import { isClockWrong, writtenAt } from "./wrong-clock.ts";

/** What the command line gives to setup. */
export interface SetupHost {
  readonly home: Home;
  readonly program: string;
  /** " --home DIR" where a command would not find the home without it. */
  readonly homeFlag: string;
  readonly version: string;
  readonly modules: readonly Configurable[];
  readonly accounts: {
    readonly list: () => Promise<readonly KnownAccount[]>;
    readonly create: (account: string, password: string) => Promise<void>;
    readonly appoint: (account: string) => Promise<void>;
  };
  readonly invite: Environment["invite"];
  readonly passwordLink: Environment["passwordLink"];
  readonly outside: Environment["outside"];
  /** What is at a path, and how it comes here. */
  readonly sources: { readonly look: (path: string) => SourceSight; readonly bring: Environment["former"]["bring"] };
  readonly isBackup: Environment["isBackup"];
  readonly runningDomains: Environment["runningDomains"];
  /** The ports on which the server of this home listens; none where it does not run. */
  readonly runningPorts: () => Promise<readonly number[]>;
  /** Of the compiled program; undefined where it runs from source. */
  readonly executable: string | undefined;
}

export interface EnvironmentOptions {
  /** For the first account. */
  readonly password: string | undefined;
  readonly wantsService: boolean;
  /** A script has agreed that DNS records are written. */
  readonly writesDns: boolean;
  /** A script has agreed that the server of another kind is stopped, and does not start again with the machine. */
  readonly stopsOld: boolean;
  readonly disablesOld: boolean;
}

/** In the home. */
const TOKEN_FILE = "dns-token";

/** Throws ConfigError where config.toml or a setting is wrong, and what the system says of the home. */
export function openEnvironment(
  host: SetupHost,
  settings: SettingsFile,
  { password, wantsService, writesDns, stopsOld, disablesOld }: EnvironmentOptions,
): Environment {
  const { home, program, homeFlag, version, accounts, runningDomains, executable } = host;
  const { configFor, write } = settings;
  const dns = openZoneResolver(configFor({}));
  const machine = thisMachine();
  const saveFile = (name: string, text: string): string => {
    const path = join(home.directory, name);
    makeFolder(home.directory);
    writeDurably(path, text);
    return path;
  };
  return {
    home: home.directory,
    program,
    homeFlag,
    version,
    machineName: hostname(),
    userName: userName(),
    isOwnNetwork: configFor({}).federation.private_addresses,
    ...openNetwork(dns),
    listeners: (configChanges) => {
      const { component: _, ...listeners } = configFor(configChanges ? { configChanges } : {}).listen;
      return listeners;
    },
    gateway: {
      decided: settings.setting("gateway.enabled") as boolean | undefined,
      open: (ports, seen) => openInRouter(home, ports, seen),
    },
    relayPorts: configFor({}).turn.relay_ports,
    portState: async (address) => {
      const state = await portState(address);
      const isOwn = state.kind === "taken" && (await isOwnPort(address.port, state.holder, host));
      return isOwn ? { kind: "own" } : state;
    },
    webOrigin: (answers) => {
      const address = webAddressOf(configFor(answers));
      return address && originOf(address);
    },
    records: (answers) => recordsOf(configFor(answers), answers.addresses ?? []),
    seeDns: (answers) => seeDns(deploymentOf(configFor(answers), answers.addresses ?? []), dns),
    saveFile,
    dnsApi: {
      writer: (answers) => openRecordWriter(configFor(answers).dns, dns),
      tokenFile: (answers) => configFor(answers).dns.token_file,
      isFollowing: (answers) => configFor(answers).dns.update,
      stored: (answers) => {
        const { provider, token_file } = configFor(answers).dns;
        return provider === "none" ? {} : readCredentials(provider, token_file);
      },
      check: async (provider, credentials, zone) => openDnsApi(provider, credentials, REAL_DEPS).check(zone),
      makeDomain: (name, credentials) => createDesecDomain(name, credentials, REAL_DEPS),
      keep: (text) => saveFile(TOKEN_FILE, text),
      isAgreed: writesDns,
      sleep: systemClock.sleep,
    },
    certificate: openCertificateActions({
      folder: home.certificate,
      configFor,
      dns,
      serviceUser: machine.isAdministrator && machine.hasSystemd && executable ? SERVICE_USER : undefined,
    }),
    accounts: {
      ...accounts,
      ...{ password, generatePassword },
      source: configFor({}).auth.source,
      pamService: configFor({}).auth.pam_service,
    },
    former: {
      ...openFormer({ machine, look: host.sources.look }),
      ...{ bring: host.sources.bring, mayStop: stopsOld, mayDisable: disablesOld },
    },
    invite: host.invite,
    passwordLink: host.passwordLink,
    outside: host.outside,
    isBackup: host.isBackup,
    runningDomains,
    writeConfig: write,
    machine,
    wrongClock: () => {
      const now = Date.now();
      const written = writtenAt([process.execPath, home.config, home.database, home.certificate]);
      return isClockWrong(now, written) ? now : undefined;
    },
    executable,
    installService: (installation) => {
      const { ports, backups } = settings;
      return install(machine, { ...installation, ports, backups });
    },
    wantsService,
  };
}

/** What Bun calls a user where $USER is not set, as in a container. */
const NAMELESS = "unknown";

/** Undefined for a user id without a name. */
function userName(): string | undefined {
  try {
    const name = process.env.SUDO_USER || userInfo().username;
    return name === NAMELESS ? undefined : name;
  } catch {
    return undefined;
  }
}

/** Whether the server of this home has the port: it holds the home's lock or, where the system does not tell, says so itself. */
/** By systemd, while the service does not run. */
const isHeldForService = (port: number): boolean =>
  existsSync(SOCKET_PATH) && portsIn(readFileSync(SOCKET_PATH, "utf8")).includes(port);

async function isOwnPort(
  port: number,
  holder: Holder | undefined,
  { home, runningPorts }: SetupHost,
): Promise<boolean> {
  if (holder?.pid === 1 && holder.name === "systemd") return isHeldForService(port);
  if (holder !== undefined) return holder.home !== undefined && holder.home === realpathSync(home.directory);
  return (await runningPorts()).includes(port);
}
