/** The machine, the network and the home as the wizard uses them: one object, which tests replace. */
import type { CertificateProblem } from "../src/certificate/certificate-error.ts";
import type { ChallengeType } from "../src/certificate/challenges/challenge.ts";
import type { TxtRecordDeps } from "../src/certificate/challenges/txt-record.ts";
import type { CertificateFacts } from "../src/certificate/facts.ts";
import type { Destination } from "../src/certificate/names.ts";
import type { PortTrial } from "../src/certificate/port-trial.ts";
import type { Provider } from "../src/dns/provider.ts";
import type { ApiProvider, Credentials } from "../src/dns/providers/api.ts";
import type { RecordWriter } from "../src/dns/providers/writer.ts";
import type { DnsRecord } from "../src/dns/records.ts";
import type { DnsSight } from "../src/dns/stray-records.ts";
import type { GatewayReport } from "../src/gateway/report.ts";
import type { NamedPort } from "../src/messages/gateway.ts";
import type { Answers } from "./answers.ts";
import type { BringRequest, Brought, FormerServer } from "./former/server.ts";
import type { AskedPort, PortState } from "./port.ts";
import type { Line } from "./prompts.ts";
import type { Machine } from "./service/machine.ts";
import type { Installation } from "./service/systemd.ts";

export type ListenerName =
  | "client"
  | "client_tls"
  | "server"
  | "server_tls"
  | "http"
  | "https"
  | "http_proxied"
  | "proxy"
  | "turn"
  | "turns";

/** A certificate to order for the answers, and by which challenge. */
export interface CertificateRequest {
  readonly answers: Answers;
  readonly challenge: ChallengeType;
  /** Shows TXT records to the person; undefined where nobody is there. */
  readonly confirm: TxtRecordDeps["confirm"];
}

export interface CheckedFiles {
  readonly facts: CertificateFacts;
  readonly findings: readonly CertificateProblem[];
}

export interface SeenDns extends DnsSight {
  /** Whether this machine has a way to the Internet. */
  readonly isConnected: boolean;
}

export interface SeenZone {
  /** The zone's apex: what a provider's form is for. */
  readonly name: string;
  /** Undefined where it is not one that we know. */
  readonly provider: Provider | undefined;
}

/** What the person's phone, or others, have seen of the running server. */
export interface SeenByOthers {
  /** The page for the phone, once; and what to know about it. */
  readonly link?: { readonly url: string; readonly hints: readonly string[] };
  /** All that was seen so far. */
  readonly lines: readonly Line[];
}

export interface KnownAccount {
  /** Bare. */
  readonly jid: string;
  readonly admin: boolean;
}

export interface Environment {
  /** The folder of the server's data. */
  readonly home: string;
  /** The command of this program in the current folder: "jabber-home", "./dist/jabber-home". */
  readonly program: string;
  /** " --home DIR" where a command needs it to find the home, else "". */
  readonly homeFlag: string;
  readonly version: string;
  /** Without its domain: "tintin". */
  readonly machineName: string;
  /** Who runs this, as the system calls them; behind sudo, who has typed it. */
  readonly userName: string | undefined;
  /** The server is for a network of its own (federation.private_addresses): its addresses need not be public. */
  readonly isOwnNetwork: boolean;
  /** Public addresses of this machine's own interfaces. */
  readonly ownAddresses: () => readonly string[];
  /** The service that can tell the router's address ("OpenDNS"). */
  readonly echoService: string;
  /** The address that this service sees; undefined where it does not answer. */
  readonly askEchoService: () => Promise<string | undefined>;
  readonly localAddress: () => Promise<string | undefined>;
  /** The addresses of a name; empty also where DNS does not answer. */
  readonly resolveAddresses: (name: string) => Promise<readonly string[]>;
  /** ADDRESS:PORT or "off" by listener, from config.toml, `--set` and `configChanges`. */
  readonly listeners: (configChanges: Answers["configChanges"]) => Readonly<Record<ListenerName, string>>;
  /** UDP ports over which calls are relayed, where listen.turn or listen.turns is on: "49152-49215". */
  readonly relayPorts: string;
  readonly portState: (address: AskedPort) => Promise<PortState>;
  readonly gateway: {
    /** What `--set gateway.enabled` says; undefined where it is the person's to say. */
    readonly decided: boolean | undefined;
    /** Has the router open these ports for an hour; the server asks again. `seen`: the IPv4 addresses that the world sees. */
    readonly open: (ports: readonly NamedPort[], seen: readonly string[]) => Promise<GatewayReport>;
  };
  /** Where people see pages and files: "https://tintin.example.com:5443"; undefined where nothing serves them. */
  readonly webOrigin: (answers: Answers) => string | undefined;
  /** The DNS records that `answers` require. */
  readonly records: (answers: Answers) => readonly DnsRecord[];
  /** Looks at them, and at what stands beside them, at the authoritative name servers. */
  readonly seeDns: (answers: Answers) => Promise<SeenDns>;
  /** `domain` in A-labels. */
  readonly zoneOf: (domain: string) => Promise<SeenZone>;
  readonly dnsApi: {
    /** Writes records as dns.provider and dns.token_file of the answers have it; undefined where they name nobody. */
    readonly writer: (answers: Answers) => RecordWriter | undefined;
    /** dns.token_file of the answers, and what is in that file. The latter throws DnsApiError. */
    readonly tokenFile: (answers: Answers) => string;
    readonly stored: (answers: Answers) => Credentials;
    /** dns.update of the answers: the addresses are kept current, as they are found out. */
    readonly isFollowing: (answers: Answers) => boolean;
    /** Whether the provider accepts these for the zone. Rejects with DnsApiError where it does not. */
    readonly check: (provider: ApiProvider, credentials: Credentials, zone: string) => Promise<void>;
    /** Makes a name below dedyn.io in the account of the token. Rejects with DnsApiError. */
    readonly makeDomain: (name: string, credentials: Credentials) => Promise<void>;
    /** Keeps the text of a token file in the home, for its owner alone. Returns its absolute path. */
    readonly keep: (text: string) => string;
    /** `--write-dns`: a script has agreed to what is written. */
    readonly isAgreed: boolean;
    /** Milliseconds between two looks at what a script has written. */
    readonly sleep: (ms: number) => Promise<void>;
  };
  /** Whether there is a zone of this very name (in A-labels); undefined where DNS does not answer. */
  readonly hasZone: (name: string) => Promise<boolean | undefined>;
  /** Writes a file for the person. Returns its absolute path. */
  readonly saveFile: (name: string, text: string) => string;
  readonly certificate: {
    /** Its name for people: "Let's Encrypt". */
    readonly authority: string;
    /** The stored one, where an authority issued it and it is valid for the domain now. */
    readonly existing: (domain: string) => CertificateFacts | undefined;
    /** Where the domain leads; `publicAddresses` are those of this machine or its router. */
    readonly destination: (domain: string, publicAddresses: readonly string[]) => Promise<Destination>;
    /** Whether the domain's web server redirects the authority's requests to `host`. */
    readonly isRedirectedTo: (domain: string, host: string) => Promise<boolean>;
    /** Whether the web server that has port 80 of this machine hands on to `port` what the authority would ask of the domain. */
    readonly isHandedOn: (domain: string, port: number) => Promise<boolean>;
    /** Whether the authority offers dns-persist-01 for the domain; false too where it does not answer. */
    readonly supportsDnsPersist: (answers: Answers) => Promise<boolean>;
    /** Whether the authority has a test service, where failures do not count. */
    readonly hasTrial: boolean;
    /** dns.provider writes the records of DNS-01 by itself. */
    readonly hasDnsApi: (answers: Answers) => boolean;
    /** Throws CertificateError. */
    readonly trial: (request: CertificateRequest) => Promise<void>;
    /**
     * Whether the world reaches the other of ports 80 and 443, which the challenge does not need; undefined where this server
     * cannot listen there, or there is no test service.
     */
    readonly tryOtherPort: (request: CertificateRequest) => Promise<PortTrial | undefined>;
    /** Throws CertificateError. */
    readonly obtain: (request: CertificateRequest) => Promise<CertificateFacts>;
    /** Throws CertificateError for what nobody could use; what else apps and servers would say is in `findings`. */
    readonly check: (chainFile: string, keyFile: string, answers: Answers) => CheckedFiles;
    /** Keeps a copy as the one that an authority has issued for this home. Throws CertificateError. */
    readonly adopt: (chainFile: string, keyFile: string) => CertificateFacts;
    /** How many validations may still fail within this hour. */
    readonly attemptsLeft: (domain: string) => number;
    /** How many may fail within an hour. */
    readonly maxAttempts: number;
  };
  readonly accounts: {
    /** auth.source: who checks passwords. */
    readonly source: string;
    /** auth.pam_service. */
    readonly pamService: string;
    /** Makes an administrator of an account whose password is checked elsewhere, and which may not have appeared yet. */
    readonly appoint: (account: string) => Promise<void>;
    readonly list: () => Promise<readonly KnownAccount[]>;
    /** Creates an administrator. Rejects with an Error whose message is for the person. */
    readonly create: (account: string, password: string) => Promise<void>;
    /** Of the first account, from --password-file. */
    readonly password: string | undefined;
    readonly generatePassword: () => string;
  };
  /**
   * A link with which somebody makes an account, as a contact of `inviter` (a bare JID); without a name the invited choose it.
   * `expires` in milliseconds since 1970. Rejects with an Error whose message is for the person.
   */
  readonly invite: (
    inviter: string,
    name: string | undefined,
  ) => Promise<{ readonly link: string; readonly expires: number }>;
  /**
   * A link with which the owner of an account (a bare JID) chooses a new password, once; undefined where there are no pages.
   * Otherwise as `invite` has it.
   */
  readonly passwordLink: (account: string) => Promise<{ readonly link: string; readonly expires: number } | undefined>;
  /** The server that runs on this home, seen from outside. What rejects does so with an Error whose message is for the person. */
  readonly outside: {
    /** Who can be asked, if there is a yes; and whether there is a page that a phone could open. */
    readonly plan: () => Promise<{ readonly witnesses: readonly string[]; readonly hasPages: boolean }>;
    /** Asks them. */
    readonly look: () => Promise<readonly Line[]>;
    /** Calls back with a link for the phone, then with what it sees; resolves when that is over, or `signal` is aborted. */
    readonly phone: (onSeen: (seen: SeenByOthers) => void, signal: AbortSignal) => Promise<void>;
  };
  /** Servers of other kinds, whose accounts can come here. */
  readonly former: {
    /** On this machine, where their packages put their data. */
    readonly found: () => readonly FormerServer[];
    /** At a path; a sentence where nothing can come from there. Looked at once. */
    readonly at: (path: string) => FormerServer | string;
    /** Into the home, whose config.toml is written. Rejects with an Error whose message is for the person. */
    readonly bring: (request: BringRequest) => Promise<Brought>;
    /** Removes a file that setup has had written; one that is not there is none. */
    readonly remove: (file: string) => void;
    /** `--stop-old`, `--disable-old`: a script has agreed. */
    readonly mayStop: boolean;
    readonly mayDisable: boolean;
  };
  /** Whether the file at a path looks like a backup of this program; undefined where setup cannot begin anew from one. */
  readonly isBackup: ((path: string) => boolean) | undefined;
  /** The domains of the server that runs on this home; undefined where none runs. */
  readonly runningDomains: () => Promise<readonly string[] | undefined>;
  /** Writes the answers to config.toml; everything else in it stays. */
  readonly writeConfig: (answers: Answers) => void;
  readonly machine: Machine;
  /** What the clock says, in milliseconds since 1970, where that cannot be; undefined where it may be right. */
  readonly wrongClock: () => number | undefined;
  /** Undefined where this is not the compiled program. */
  readonly executable: string | undefined;
  /** Returns who has joined its group, if somebody has. */
  readonly installService: (installation: Installation) => string | undefined;
  /** Requested by --service. */
  readonly wantsService: boolean;
}
