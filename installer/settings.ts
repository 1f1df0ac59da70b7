/** From answers to config.toml. */
import { existsSync, readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { ConfigError, type ConfigProblem } from "../src/config/error.ts";
import { readConfig, valuesIn, valuesOf } from "../src/config/read.ts";
import type { Config, Configurable } from "../src/config/schema.ts";
import { textsIn } from "../src/config/services.ts";
import { changeConfig } from "../src/config/write.ts";
import type { Language } from "../src/messages/language.ts";
import { isPrivateName } from "../src/special-names.ts";
import { writeDurably } from "../src/store/durable-file.ts";
import type { Answers } from "./answers.ts";
import { portsOf, type ServicePort } from "./service/sockets.ts";
import { isChosen } from "./web-address.ts";

export interface SettingsFile {
  /** The configuration that these answers make. Throws ConfigError. */
  readonly configFor: (answers: Answers) => Config;
  /** Writes it; what else is in config.toml stays. Throws ConfigError. */
  readonly write: (answers: Answers) => void;
  /** The value that `--set` gives to an option; undefined where it gives none. */
  readonly setting: (key: string) => unknown;
  /** auth.source: who checks passwords. */
  readonly source: string;
  /** backup.folder, where it is a path. Throws ConfigError. */
  readonly backups: string | undefined;
  /** The TCP ports of the server as config.toml is now. Throws ConfigError. */
  readonly ports: readonly ServicePort[];
  /** The answers of an earlier setup. */
  readonly earlierAnswers: () => Answers;
}

/** `settings` are KEY=VALUE of `--set` and override answers; `language` is that of the comments in a new file. */
export function settingsFile(
  path: string,
  modules: readonly Configurable[],
  settings: readonly string[],
  language: Language = "en",
): SettingsFile {
  const text = (): string => (existsSync(path) ? readFileSync(path, "utf8") : "");
  const textFor = (answers: Answers): string => {
    const problems: ConfigProblem[] = [];
    const chosen = valuesOf(settings, modules, problems);
    if (problems.length > 0) throw new ConfigError(problems);
    return changeConfig(text(), modules, new Map([...changesFor(answers, valuesIn(text())), ...chosen]), language);
  };
  const configFor = (answers: Answers): Config => readConfig(textFor(answers), modules);
  const setting = (key: string): unknown => valuesOf(settings, modules, []).get(key);
  return {
    configFor,
    setting,
    get source() {
      return String(setting("auth.source") ?? valuesIn(text()).get("auth.source") ?? "internal");
    },
    get backups() {
      const { folder } = configFor({}).backup;
      return isAbsolute(folder) ? folder : undefined;
    },
    get ports() {
      return portsOf(configFor({}));
    },
    write: (answers) => {
      configFor(answers);
      writeDurably(path, textFor(answers));
    },
    earlierAnswers: () => (existsSync(path) ? answersOf(readConfig(text(), modules)) : {}),
  };
}

type Values = ReadonlyMap<string, unknown>;

/** The domain of a trial on this computer. */
const LOCALHOST = "localhost";

/** The options that answers change, by key. An option that was never set and keeps its default is left out. */
export function changesFor(answers: Answers, now: Values): Values {
  const { domain, host, addresses, source, challenge, chainFile, keyFile, webAddress, configChanges = {} } = answers;
  const { opensPorts, dnsProvider, dnsTokenFile, dnsUpdate, roomsAlso, webAlso } = answers;
  const changes = new Map<string, unknown>();
  if (domain) changes.set("domains", domainsWith(domain, now.get("domains")));
  if (domain && host) changes.set("host", host === domain ? "" : host);
  if (addresses && (addresses.length > 0 || now.has("addresses"))) changes.set("addresses", addresses);
  if (source) changes.set("certificate.source", source);
  if (source === "acme" && challenge) changes.set("certificate.challenge", challenge);
  if (source === "files" && chainFile) changes.set("certificate.chain_file", chainFile);
  if (source === "files" && keyFile) changes.set("certificate.key_file", keyFile);
  for (const [key, value] of Object.entries(configChanges)) changes.set(key, value);
  for (const [key, more] of [
    ["rooms.also", roomsAlso],
    ["web.also", webAlso],
  ] as const)
    if (more && more.length > 0) changes.set(key, [...new Set([...textsIn(now.get(key)), ...more])]);
  if (webAddress !== undefined && !hasChosenWebAddress(now)) changes.set("web.address", webAddress);
  if (opensPorts || (opensPorts === false && now.has("gateway.enabled"))) changes.set("gateway.enabled", opensPorts);
  if (dnsProvider && dnsTokenFile) {
    changes.set("dns.provider", dnsProvider);
    changes.set("dns.token_file", dnsTokenFile);
    if (dnsUpdate || (dnsUpdate === false && now.has("dns.update"))) changes.set("dns.update", dnsUpdate);
  }
  // Every machine is a localhost: no other server could reach this one.
  if (domain === LOCALHOST) changes.set("federation.enabled", false);
  else if (domain && firstDomain(now) === LOCALHOST && now.has("federation.enabled"))
    changes.set("federation.enabled", true);
  const isPrivate = domain !== undefined && domain !== LOCALHOST && isPrivateName(domain);
  // Not a name of the Internet: other servers, if there are any, are in the same network.
  if (isPrivate) changes.set("federation.private_addresses", true);
  else if (domain && isPrivateName(firstDomain(now) ?? "") && now.has("federation.private_addresses"))
    changes.set("federation.private_addresses", false);
  for (const key of ["host", "web.address"]) if (changes.get(key) === "" && !now.has(key)) changes.delete(key);
  return changes;
}

function hasChosenWebAddress(now: Values): boolean {
  const domains = now.get("domains");
  const names = [...(Array.isArray(domains) ? domains.map(String) : []), String(now.get("host") ?? "")];
  return isChosen(String(now.get("web.address") ?? ""), names);
}

function firstDomain(now: Values): string | undefined {
  const domains = now.get("domains");
  return Array.isArray(domains) ? String(domains[0]) : undefined;
}

/** The first domain is the wizard's; the others of a server with several stay. */
function domainsWith(domain: string, now: unknown): readonly string[] {
  const domains = Array.isArray(now) ? now.map(String) : [];
  return domains.includes(domain) ? domains : [domain, ...domains.slice(1)];
}

/** The answers that a configuration comes from. */
function answersOf({ general, certificate, listen, gateway, dns }: Config): Answers {
  const [domain] = general.domains;
  if (domain === undefined) return {};
  const isLocal = domain === LOCALHOST;
  const { source, challenge, chain_file, key_file } = certificate;
  return {
    purpose: isLocal ? "local" : "internet",
    domain,
    host: general.host || domain,
    ...(general.addresses.length > 0 ? { addresses: general.addresses } : {}),
    ...(gateway.enabled ? { opensPorts: true } : {}),
    ...(dns.provider === "none" ? {} : { dnsProvider: dns.provider, dnsTokenFile: dns.token_file }),
    ...(dns.update ? { dnsUpdate: true } : {}),
    source: source as NonNullable<Answers["source"]>,
    challenge: challenge as NonNullable<Answers["challenge"]>,
    ...(chain_file ? { chainFile: chain_file } : {}),
    ...(key_file ? { keyFile: key_file } : {}),
    ...(isLocal
      ? { configChanges: Object.fromEntries(Object.entries(listen).map(([name, at]) => [`listen.${name}`, at])) }
      : {}),
  };
}
