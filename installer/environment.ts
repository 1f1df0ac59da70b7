/** All that the wizard may ask of the machine, the network and the home: one object, so that tests can be the world. */
import type { ChallengeType } from "../src/certificate/challenges/challenge.ts";
import type { TxtRecordDeps } from "../src/certificate/challenges/txt-record.ts";
import type { CertificateFacts } from "../src/certificate/facts.ts";
import type { Destination } from "../src/certificate/names.ts";
import type { ListenAddress } from "../src/config/listener.ts";
import type { Checked } from "../src/net/dns-check.ts";
import type { DnsRecord } from "../src/net/dns-records.ts";
import type { Answers } from "./answers.ts";
import type { PortState } from "./port.ts";
import type { Machine } from "./service/machine.ts";
import type { Installation } from "./service/systemd.ts";

export type ListenerName = "client" | "client_tls" | "server" | "server_tls" | "http" | "https" | "proxy";

/** What is to be proven to a certificate authority, and how. */
export interface CertificateRequest {
  readonly answers: Answers;
  readonly challenge: ChallengeType;
  /** Shows records to the person; undefined where nobody is there. */
  readonly confirm: TxtRecordDeps["confirm"];
}

export interface KnownAccount {
  /** Bare. */
  readonly jid: string;
  readonly admin: boolean;
}

export interface Environment {
  /** The folder of the server's data. */
  readonly home: string;
  /** How this program is called from where the person is: "jabber-home", "./dist/jabber-home". */
  readonly program: string;
  /** " --home DIR" where a command would not find the home without it. */
  readonly homeFlag: string;
  readonly version: string;
  /** Without its domain: "tintin". */
  readonly machineName: string;
  /** Public addresses of this machine's own interfaces. */
  readonly ownAddresses: () => readonly string[];
  /** Who can be asked for the router's address ("icanhazip.com"). */
  readonly echoService: string;
  /** The address under which that service sees this machine; undefined where it does not answer. */
  readonly askEchoService: () => Promise<string | undefined>;
  readonly localAddress: () => Promise<string | undefined>;
  /** The addresses of a name, as its zone says; empty where there are none or nobody answers. */
  readonly resolveAddresses: (name: string) => Promise<readonly string[]>;
  /** ADDRESS:PORT or "off" by the listener's name, as config.toml, `--set` and `configChanges` say. */
  readonly listeners: (configChanges: Answers["configChanges"]) => Readonly<Record<ListenerName, string>>;
  readonly portState: (address: ListenAddress) => Promise<PortState>;
  /** The records that `answers` make necessary. */
  readonly records: (answers: Answers) => readonly DnsRecord[];
  /** What the zone's own name servers say of them. */
  readonly checkRecords: (records: readonly DnsRecord[]) => Promise<readonly Checked[]>;
  /** Writes a file for the person. Returns its absolute path. */
  readonly saveFile: (name: string, text: string) => string;
  readonly certificate: {
    /** What the person calls the authority: "Let's Encrypt". */
    readonly authority: string;
    /** The one that is there, if an authority made it and it is valid for the domain now. */
    readonly existing: (domain: string) => CertificateFacts | undefined;
    /** Where the domain leads; `publicAddresses` are those of this machine or its router. */
    readonly destination: (domain: string, publicAddresses: readonly string[]) => Promise<Destination>;
    /** Whether the domain's own web server sends the authority on to `host`. */
    readonly isRedirectedTo: (domain: string, host: string) => Promise<boolean>;
    /** Whether the authority takes a lasting record for the domain (dns-persist-01); false too where it does not say. */
    readonly supportsDnsPersist: (answers: Answers) => Promise<boolean>;
    /** The authority has a test service, where failures do not count. */
    readonly hasTrial: boolean;
    /** Throws CertificateError. */
    readonly trial: (order: CertificateRequest) => Promise<void>;
    /** Throws CertificateError. */
    readonly obtain: (order: CertificateRequest) => Promise<CertificateFacts>;
    /** Throws CertificateError. */
    readonly check: (chainFile: string, keyFile: string, domain: string) => CertificateFacts;
    /** How many times one may still fail before the authority wants an hour's rest. */
    readonly attemptsLeft: (domain: string) => number;
  };
  readonly accounts: {
    readonly list: () => Promise<readonly KnownAccount[]>;
    /** Creates an administrator. Rejects with an Error whose message is for the person. */
    readonly create: (account: string, password: string) => Promise<void>;
    /** For the first account, where a file said it. */
    readonly password: string | undefined;
    readonly generatePassword: () => string;
  };
  /** The domains that a server of this home serves at this moment; undefined where none runs. */
  readonly runningDomains: () => Promise<readonly string[] | undefined>;
  /** config.toml says what `answers` say; everything else in it stays. */
  readonly writeConfig: (answers: Answers) => void;
  readonly machine: Machine;
  /** Undefined where this is not the compiled program. */
  readonly executable: string | undefined;
  readonly installService: (installation: Installation) => void;
  /** Asked for by flag. */
  readonly wantsService: boolean;
}
